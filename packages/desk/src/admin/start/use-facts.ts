// What the checklist counts, asked of the API.

import { useAll, useWorkspacePath } from '../parts/lists.ts';
import { useCallers } from '../programs/callers.ts';
import { useOwnSenders } from '../reach/own-senders.ts';
import { TEMPLATES, type Template } from '../templates/stored.ts';
import { type Facts, isSkilled } from './steps.ts';

/** Counted facts; what is on its way or was refused is undefined. */
export function useFacts(): { readonly facts: Facts; readonly isLoading: boolean } {
  const workspace = useWorkspacePath();
  const isWanted = workspace !== null;
  const senders = useOwnSenders();
  const workers = useAll<{ attributes: string }>({ path: `${workspace}/Workers`, isWanted });
  const workflows = useAll<unknown>({ path: `${workspace}/Workflows`, isWanted });
  const flows = useAll<{ enabled: boolean }>({ path: '/flex-api/v1/FlexFlows' });
  const addresses = useAll<{ auto_creation: { enabled: boolean } }>({
    path: '/conversations/v1/Configuration/Addresses',
  });
  const users = useAll<unknown>({ path: '/desk/v1/Users' });
  const templates = useAll<Template>({ path: TEMPLATES });
  const canned = useAll<unknown>({ path: '/desk/v1/CannedResponses' });
  const findings = useAll<unknown>({ path: '/operations/v1/Findings' });
  const { callers } = useCallers();
  const queries = [workers, workflows, flows, addresses, users, templates, canned, findings];
  const inbound =
    flows.data && addresses.data
      ? flows.data.filter(({ enabled }) => enabled).length +
        addresses.data.filter((address) => address.auto_creation.enabled).length
      : undefined;
  return {
    facts: {
      senders: senders?.length,
      workers: workers.data && {
        all: workers.data.length,
        skilled: workers.data.filter(({ attributes }) => isSkilled(attributes)).length,
      },
      workflows: workflows.data?.length,
      inbound,
      users: users.data?.length,
      templates: templates.data && {
        all: templates.data.length,
        approved: templates.data.filter((template) => template.approval_requests.status === 'approved')
          .length,
      },
      canned: canned.data?.length,
      callers: callers?.length,
      findings: findings.data?.length,
    },
    isLoading: queries.some((query) => query.isLoading),
  };
}
