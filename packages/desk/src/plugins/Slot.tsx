// A place in the page that plugins may change.
import { cloneElement, type ReactNode } from 'react';
import { Failure } from '#desk/app/Failure.tsx';
import { type Addition, useSlot } from './slots.ts';

interface SlotProps {
  /** The name plugins know it by: `CRMContainer` is `Flex.CRMContainer.Content`. */
  readonly name: SlotName;
  /** Given to every element of a plugin, as Flex UI does. */
  readonly props?: Readonly<Record<string, unknown>>;
  /** The desk's own content. */
  readonly children?: ReactNode;
}

/** The slots of the desk. */
export const SLOT_NAMES = [
  'MainContainer',
  'SideNav',
  'NoTasksCanvas',
  'TaskList',
  'TaskCanvasHeader',
  'CRMContainer',
  'MessageList',
  'MessageInput',
  'MessageInputActions',
] as const;

export type SlotName = (typeof SLOT_NAMES)[number];

/** Where an addition is among the others; the desk's own content is at 0. */
function placeOf({ options }: Addition): number {
  return options.sortOrder ?? (options.align === 'start' ? -1 : 1);
}

function Shown({
  addition,
  props,
}: {
  readonly addition: Addition;
  readonly props: Readonly<Record<string, unknown>>;
}) {
  return <Failure>{cloneElement(addition.element, props)}</Failure>;
}

/** Shows its children with what plugins made of them. A plugin's element that fails takes nothing else with it. */
export function Slot({ name, props = {}, children = null }: SlotProps) {
  const { additions, replacements, isEmptied } = useSlot(name);
  if (additions.length === 0 && replacements.length === 0) return isEmptied ? null : children;
  const isWanted = ({ options }: Addition) => options.if === undefined || options.if(props);
  const replacement = replacements.findLast(isWanted);
  const shown = additions.filter(isWanted).toSorted((one, other) => placeOf(one) - placeOf(other));
  const own = replacement ? <Shown addition={replacement} props={props} /> : children;
  const show = (addition: Addition) => <Shown key={addition.key} addition={addition} props={props} />;
  return (
    <>
      {shown.filter((addition) => placeOf(addition) < 0).map(show)}
      {(!isEmptied || replacement) && own}
      {shown.filter((addition) => placeOf(addition) >= 0).map(show)}
    </>
  );
}
