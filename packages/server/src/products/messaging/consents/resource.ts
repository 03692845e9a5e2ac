// Consents: who refuses texts of which sender, since when, and how that is known. An addition of Parley.
import { z } from 'zod';
import { list, type Presentation, read, write } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import type { ConsentChangeRow, ConsentRow } from '#storage/schema/messaging-services.ts';
import {
  changeQuery,
  consentCreate,
  consentFilters,
  consentQuery,
  findConsent,
  setConsent,
} from './commands.ts';

function presentConsent(row: ConsentRow, { base }: Presentation) {
  const url = `${base}/v1/Consents/${row.sid}`;
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    contact: row.customer_address,
    sender: row.sender,
    status: row.status,
    source: row.source,
    word: row.word,
    message_sid: row.message_sid,
    date_of_consent: isoDate(row.date_of_consent),
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url,
    links: { changes: `${url}/Changes` },
  };
}

function presentChange(row: ConsentChangeRow) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    consent_sid: row.consent_sid,
    status: row.status,
    source: row.source,
    word: row.word,
    message_sid: row.message_sid,
    date_of_consent: isoDate(row.date_of_consent),
    date_created: isoDate(row.date_created),
  };
}

export const consents: Resource<ConsentRow> = {
  product: 'messaging',
  path: '/v1/Consents',
  key: 'consents',
  present: presentConsent,
  create: write(consentCreate, setConsent),
  list: list(consentFilters, consentQuery),
  fetch: read((db, call) => findConsent(db, call.accountSid, call.params['Sid'] as string)),
};

export const consentChanges: Resource<ConsentChangeRow> = {
  product: 'messaging',
  path: '/v1/Consents/{ConsentSid}/Changes',
  key: 'changes',
  present: presentChange,
  list: list(z.object({}), (db, call) => changeQuery(db, call)),
};
