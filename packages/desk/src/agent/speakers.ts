// Whose words a message is: the agent's own, a colleague's, or the customer's.
import type { ParticipantEntry } from '#desk/state/conversations.ts';

export type Side = 'mine' | 'colleague' | 'customer';

interface People {
  readonly identity: string;
  readonly customerAddress: string | null;
  readonly participants: readonly ParticipantEntry[];
}

/** What writes in nobody's name. */
const PROGRAMS = new Set(['system', '']);
const ADDRESS = /^(?:[a-z]+:|\+\d)|@.+\./;

/** Flex says of some members what they are. */
function isMarked({ attributes }: ParticipantEntry): boolean {
  return attributes['member_type'] === 'agent' || attributes['member_type'] === 'supervisor';
}

/** The participant who is the customer; undefined when nobody of them is known to be. */
export function customerAmong({
  participants,
  customerAddress,
  identity,
}: People): ParticipantEntry | undefined {
  const throughCarrier = participants.find(({ type }) => type !== 'chat');
  if (throughCarrier !== undefined) return throughCarrier;
  const byAddress = participants.find((one) => one.identity !== null && one.identity === customerAddress);
  if (byAddress !== undefined) return byAddress;
  // On web chats and in the older generation all are members alike: the customer was there first.
  const others = participants.filter((one) => one.identity !== identity && !isMarked(one));
  return others.toSorted((one, other) => one.joined - other.joined)[0];
}

/** Tells whose words a message of an author is. */
export function speakers(people: People): (author: string) => Side {
  const { identity, customerAddress, participants } = people;
  const customer = customerAmong(people);
  const customers = new Set([customer?.sid, customer?.identity, customer?.address, customerAddress]);
  const colleagues = new Set(participants.filter((one) => one !== customer).map((one) => one.identity));
  return (author) => {
    if (author === identity) return 'mine';
    if (customers.has(author)) return 'customer';
    if (PROGRAMS.has(author) || colleagues.has(author)) return 'colleague';
    if (ADDRESS.test(author)) return 'customer';
    return customer === undefined || customer.type !== 'chat' ? 'colleague' : 'customer';
  };
}
