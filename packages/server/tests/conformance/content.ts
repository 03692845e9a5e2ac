// Content templates in both versions of the API: made, handed in for approval, searched, changed and removed.
import type { Conformance } from './conformance.ts';

const LOCATION = { latitude: 39.7392, longitude: 104.9903, label: 'Foo Bar Co' };

/** Performs every built operation of the Content API. */
export async function content(conformance: Conformance): Promise<void> {
  const call = conformance.callerOf('content_v1');
  const search = conformance.callerOf('content_v2');
  const template = await call(
    'CreateContent',
    {},
    {
      friendly_name: 'Order update',
      language: 'en',
      variables: { 1: 'Anna', order: '4711' },
      types: {
        'twilio/text': { body: 'Hello {{1}}, your order {{order}} is on its way.' },
        'twilio/quick-reply': {
          body: 'Hello {{1}}, your order {{order}} is on its way.',
          actions: [{ type: 'QUICK_REPLY', title: 'Thank you', id: 'thanks' }],
        },
      },
    },
  );
  const place = await call(
    'CreateContent',
    {},
    { language: 'pt_BR', types: { 'twilio/location': LOCATION } },
  );
  await call(
    'UpdateContent',
    { Sid: place.sid },
    { friendly_name: 'Where', types: { 'twilio/location': LOCATION } },
  );
  await call('FetchContent', { Sid: template.sid });
  await call('FetchApprovalFetch', { Sid: template.sid });
  await call(
    'CreateApprovalCreate',
    { ContentSid: template.sid },
    { name: 'order_update', category: 'UTILITY', send_ttl_seconds: 600 },
  );
  await call('FetchApprovalFetch', { Sid: template.sid });
  await call('ListContent', {}, { PageSize: 1 });
  await call('ListContentAndApprovals', {}, { PageSize: 1 });
  await call('ListLegacyContent', {}, { PageSize: 1 });
  await search(
    'ListContent',
    {},
    {
      SortByDate: 'desc',
      DateCreatedAfter: '2020-01-01T00:00:00Z',
      DateCreatedBefore: '2100-01-01T00:00:00Z',
      ContentName: 'order',
      Content: 'on its way',
      Language: ['en', 'pt_BR'],
      ContentType: ['twilio/text'],
      ChannelEligibility: ['whatsapp:received'],
    },
  );
  await search('ListContentAndApprovals', {}, { SortByContentName: 'asc', PageSize: 1 });
  await call('DeleteContent', { Sid: place.sid });
}
