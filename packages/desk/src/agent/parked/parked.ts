// The conversations this agent has parked. The server has no list of them, so it is kept with his user of the
// conversations: he finds it on every device, and nobody else sees it.
import type { User } from '@twilio/conversations';
import { useEffect, useState } from 'react';
import { liveClients } from '#desk/live/clients.ts';
import { useDesk } from '#desk/state/store.ts';

/** A parked conversation and where it is found. */
export interface Parked {
  readonly interactionSid: string;
  readonly channelSid: string;
  readonly threadSid: string;
  /** The task that was finished by parking. */
  readonly taskSid: string;
  readonly name: string;
  readonly channel: string;
  /** Milliseconds. */
  readonly since: number;
}

const KEY = 'parley_parked';
/** A user's attributes are small, and so is what one agent can have in mind. */
const MOST = 40;

function isParked(value: unknown): value is Parked {
  return typeof value === 'object' && value !== null && 'interactionSid' in value && 'threadSid' in value;
}

function attributesOf({ attributes }: User): Record<string, unknown> {
  const isObject = typeof attributes === 'object' && attributes !== null && !Array.isArray(attributes);
  return isObject ? (attributes as Record<string, unknown>) : {};
}

function listOf(user: User): readonly Parked[] {
  const list = attributesOf(user)[KEY];
  return Array.isArray(list) ? (list as unknown[]).filter(isParked) : [];
}

async function write(list: readonly Parked[]): Promise<void> {
  const { user } = liveClients().conversations;
  await user.updateAttributes({ ...attributesOf(user), [KEY]: list } as never);
}

/** Remembers a conversation as parked. */
export async function remember(parked: Parked): Promise<void> {
  const others = listOf(liveClients().conversations.user).filter(
    ({ interactionSid }) => interactionSid !== parked.interactionSid,
  );
  await write([parked, ...others].slice(0, MOST));
}

/** It is not parked any more. */
export async function forget(interactionSid: string): Promise<void> {
  const list = listOf(liveClients().conversations.user);
  const others = list.filter((parked) => parked.interactionSid !== interactionSid);
  if (others.length < list.length) await write(others);
}

/** The agent's parked conversation of an interaction. */
export function findParked(interactionSid: string): Parked | undefined {
  return listOf(liveClients().conversations.user).find((parked) => parked.interactionSid === interactionSid);
}

const NONE: readonly Parked[] = [];

/** What the agent has parked, newest first. */
export function useParked(): readonly Parked[] {
  const isOpen = useDesk((state) => state.worker.links.conversations === 'open');
  const [list, setList] = useState(NONE);
  useEffect(() => {
    if (!isOpen) return;
    const { user } = liveClients().conversations;
    const read = () => setList(listOf(user));
    const updated = ({ updateReasons }: { updateReasons: readonly string[] }) => {
      if (updateReasons.includes('attributes')) read();
    };
    read();
    user.on('updated', updated);
    return () => {
      user.removeListener('updated', updated);
    };
  }, [isOpen]);
  return list;
}
