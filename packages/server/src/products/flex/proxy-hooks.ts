// What Proxy asks about Flex channels.
import type { ProxyHooks } from '#products/proxy/proxy.ts';

/** Customers of a Flex channel know the address of its flow, and write under the identity it was opened with. */
export const flexProxyHooks: ProxyHooks = {
  async preferredNumber(tx, accountSid, threadSid) {
    const flow = await tx.db
      .selectFrom('flex_channels')
      .innerJoin('flex_flows', 'flex_flows.sid', 'flex_channels.flex_flow_sid')
      .select('flex_flows.contact_identity')
      .where('flex_channels.sid', '=', threadSid)
      .where('flex_channels.account_sid', '=', accountSid)
      .executeTakeFirst();
    return flow?.contact_identity ?? null;
  },
  async customers(tx, accountSid, threadSids) {
    const channels = await tx.db
      .selectFrom('flex_channels')
      .select(['sid', 'identity', 'status'])
      .where('sid', 'in', threadSids)
      .where('account_sid', '=', accountSid)
      .execute();
    return new Map(
      channels.map(({ sid, identity, status }) => [sid, { identity, isOver: status === 'INACTIVE' }]),
    );
  },
};
