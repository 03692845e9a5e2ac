// Class names put together from what is wanted and what is not.

/** Joins the names that are there: `classes('card', isOpen && 'open')`. */
export function classes(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
