// The Flex instance of an account. An account has exactly one, so its SID is that of the account with another prefix.

/** SID of the account's Flex instance. */
export function instanceSidOf(accountSid: string): string {
  return `GO${accountSid.slice(2)}`;
}
