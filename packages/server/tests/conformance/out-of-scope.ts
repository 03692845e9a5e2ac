// The documented operations that are left out on purpose, with the reason the page on compatibility gives.
import type { Operation, Product } from '../support/openapi/documents.ts';

/** A group of operations nobody will find here. */
interface OutOfScope {
  readonly product: Product;
  /** What the group is called. */
  readonly what: string;
  /** The paths of the group, below the product's host. */
  readonly paths: RegExp;
  readonly why: string;
}

export const OUT_OF_SCOPE: readonly OutOfScope[] = [
  {
    product: 'flex_v1',
    what: 'Flex Insights',
    paths: /^\/v1\/Insights\//,
    why: 'analytics and quality management of calls by another product; the events and statistics here are open to any',
  },
  {
    product: 'messaging_v1',
    what: 'A2P brands, vettings and one-time passwords',
    paths: /^\/v1\/a2p\//,
    why: 'registers a company with the United States carriers; whoever carries the texts does that',
  },
  {
    product: 'messaging_v1',
    what: 'A2P campaigns and use cases',
    paths: /^\/v1\/Services\/(PreregisteredUsa2p|Usecases|\{\w+\}\/Compliance\/)/,
    why: 'registers campaigns with the United States carriers; whoever carries the texts does that',
  },
  {
    product: 'messaging_v1',
    what: 'toll-free verifications',
    paths: /^\/v1\/Tollfree\//,
    why: 'the owner of the number has it verified with whoever carries its texts',
  },
  {
    product: 'messaging_v1',
    what: 'link shortening',
    paths: /^\/v1\/LinkShortening\//,
    why: 'needs a public domain with certificates for links that customers open',
  },
  {
    product: 'messaging_v1',
    what: 'deactivated numbers',
    paths: /^\/v1\/Deactivations$/,
    why: 'a list that only the United States carriers have',
  },
  {
    product: 'messaging_v2',
    what: 'link shortening',
    paths: /^\/v2\/LinkShortening\//,
    why: 'needs a public domain with certificates for links that customers open',
  },
  {
    product: 'messaging_v2',
    what: 'typing indicators',
    paths: /^\/v2\/Indicators\//,
    why: 'none of the carriers that can be connected passes typing on to the customer',
  },
  {
    product: 'api_v2010',
    what: 'making and listing accounts',
    paths: /^\/2010-04-01\/Accounts(\/\{Sid\})?\.json$/,
    why: 'the operator adds accounts; none has accounts below it',
  },
  {
    product: 'api_v2010',
    what: 'numbers by kind, and add-ons of numbers',
    paths: /\/IncomingPhoneNumbers\/(Local|Mobile|TollFree|\{ResourceSid\}\/AssignedAddOns)/,
    why: 'nothing is bought here: a number the operator has is entered whatever its kind',
  },
  {
    product: 'sync_v1',
    what: 'streams',
    paths: /\/Streams/,
    why: 'messages that are kept nowhere; no client of contact centres subscribes to them',
  },
  {
    product: 'studio_v2',
    what: 'Studio',
    paths: /^/,
    why: 'the editor and the engine of flows are a product of their own; a flow hands over to an address instead',
  },
  {
    product: 'serverless_v1',
    what: 'Functions and assets',
    paths: /^/,
    why: 'hosts programs; functions written for it run beside this server as they are',
  },
];

/** The group an operation belongs to, if it is left out on purpose. */
export function outOfScope(operation: Operation): OutOfScope | undefined {
  return OUT_OF_SCOPE.find(
    ({ product, paths }) => product === operation.product && paths.test(operation.path),
  );
}
