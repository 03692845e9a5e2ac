// The reasons for which Messenger carries a message to somebody who has been silent for a day.

/** Tags of Messenger ("Messenger Platform: message tags"). A person may answer for seven days, the others at any time. */
export const MESSAGE_TAGS = [
  'HUMAN_AGENT',
  'ACCOUNT_UPDATE',
  'CONFIRMED_EVENT_UPDATE',
  'POST_PURCHASE_UPDATE',
] as const;

export type MessageTag = (typeof MESSAGE_TAGS)[number];
