// What is broken, repairing it, and what was repaired: additions of ours, described in docs/guides/reconciler.md.
import { z } from 'zod';
import { BY_CREATION_DESCENDING, type Call, list, read, readAsAsked, write } from '#http/operations.ts';
import { oneOf } from '#http/parameters.ts';
import { action, type Resource, type Route, routesOf } from '#http/resource.ts';
import { invalidParameter } from '#kernel/errors.ts';
import { isSid } from '#kernel/sid.ts';
import type { Context } from '#server/context.ts';
import type { ReconcilerRepairRow } from '#storage/schema/reconciler.ts';
import { presentRepair, presentReport, type ReportView } from './present.ts';
import { RULE_NAMES } from './rules.ts';
import { inspect, type Order, type Place, repair, repairTogether } from './run.ts';

/** One request looks at so much at most, whatever there is. */
const BUDGET = { pages: 20, findings: 200 };

const PRODUCT = 'operations' as const;

const asked = z.object({
  Rule: oneOf(RULE_NAMES).nullish(),
  PageToken: z.string().max(1_024).nullish(),
});

type Asked = z.output<typeof asked>;

const token = z.tuple([z.enum(RULE_NAMES), z.string().max(512)]);

function readPlace(text: string | null | undefined): Place | null {
  if (!text) return null;
  try {
    const [rule, after] = token.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    if (!after.includes('\0')) return { rule, after };
  } catch {
    // Unreadable tokens and unusable ones are refused alike.
  }
  throw invalidParameter('PageToken', 'it is not a token of this list');
}

/** Reads as the past repairs of one rule, or of everything that was done to one object. */
const repairFilter = z.object({
  Rule: oneOf(RULE_NAMES).nullish(),
  SubjectSid: z
    .string()
    .refine((value) => isSid(value), 'it is not a SID')
    .nullish(),
});

const repairs: Resource<ReconcilerRepairRow> = {
  product: PRODUCT,
  path: '/v1/Repairs',
  key: 'repairs',
  present: presentRepair,
  list: list(
    repairFilter,
    async (db, { accountSid, input }) => {
      let query = db.selectFrom('reconciler_repairs').selectAll().where('account_sid', '=', accountSid);
      if (input.Rule) query = query.where('rule', '=', input.Rule);
      if (input.SubjectSid) query = query.where('subject_sid', '=', input.SubjectSid);
      return { query };
    },
    BY_CREATION_DESCENDING,
  ),
  fetch: read((db, { accountSid, params }) =>
    db
      .selectFrom('reconciler_repairs')
      .selectAll()
      .where('sid', '=', params['Sid']!)
      .where('account_sid', '=', accountSid)
      .executeTakeFirst(),
  ),
};

/** `GET /operations/v1/Findings`, `POST /operations/v1/Reconciliations` and `GET /operations/v1/Repairs`. */
export function reconcilerRoutes({ config, database, log }: Context): Route[] {
  const orderOf = ({ accountSid, input, now }: Call<Asked>): Order => {
    const from = readPlace(input.PageToken);
    const { limits } = config.reconciler;
    return { accountSid, limits, now, rule: input.Rule ?? null, from, budget: BUDGET };
  };
  const view = async (call: Call<Asked>, key: ReportView['key'], report: ReportView['report']) => ({
    report,
    rule: call.input.Rule ?? null,
    key,
  });
  const findings = readAsAsked(asked, async (db, call) =>
    view(call, 'findings', await inspect(db, orderOf(call))),
  );
  const run = write(
    asked,
    async (tx, call) => view(call, 'repairs', await repairTogether(tx, orderOf(call))),
    {
      status: 200,
      async grouped(call) {
        const report = await repair(database, orderOf(call), (error, { rule, subjectSid }) =>
          log.error({ err: error, rule, subjectSid }, 'a repair failed'),
        );
        return view(call, 'repairs', report);
      },
    },
  );
  return [
    action({ product: PRODUCT, method: 'GET', path: '/v1/Findings' }, findings, presentReport),
    action({ product: PRODUCT, method: 'POST', path: '/v1/Reconciliations' }, run, presentReport),
    ...routesOf(repairs),
  ];
}
