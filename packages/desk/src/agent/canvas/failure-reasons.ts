// Why a message did not reach the customer, in an agent's words, and whether it is worth sending again.

interface FailureReason {
  readonly words: string;
  /** Sending the same again may work. */
  readonly mayWorkAgain: boolean;
}

const again = (words: string): FailureReason => ({ words, mayWorkAgain: true });
const never = (words: string): FailureReason => ({ words, mayWorkAgain: false });

/** By the code of the receipt. */
const REASONS: Readonly<Record<string, FailureReason>> = {
  21211: never('The number is not valid'),
  21408: never('Messages to this country are not allowed'),
  21602: never('The message was empty'),
  21606: never('Our number cannot send to this customer'),
  21610: never('The customer has opted out of our messages'),
  21612: never('This number cannot be reached from ours'),
  21614: never('The number is a landline and gets no texts'),
  21617: never('The message is too long'),
  21620: never('A file could not be handed to the carrier'),
  21623: never('The message has too many files'),
  21655: never('The template is not there any more'),
  21656: never('A value of the template cannot be used'),
  21658: never('A value of the template is too long'),
  30001: again('Too many messages were waiting'),
  30002: never('Sending is suspended for this account'),
  30003: again('The phone cannot be reached: switched off, or without a network'),
  30004: never('The customer’s phone blocks our messages'),
  30005: never('The number does not exist, or not any more'),
  30006: never('The number is a landline, or its carrier cannot be reached'),
  30007: never('The carrier took it for spam and filtered it'),
  30008: again('The carrier gave no reason'),
  30036: again('It took too long to deliver'),
  63003: never('The customer has no account on this channel'),
  63005: never('The channel does not take this kind of message'),
  63007: never('Our address is not set up on this channel'),
  63013: never('It breaks a rule of the channel'),
  63016: never('The 24-hour window is closed: only a template can be sent'),
  63018: again('Too many messages were sent on this channel at once'),
  63024: never('The customer cannot be reached on this channel'),
  63027: never('The template does not exist in this language'),
  63028: never('A value of the template is missing'),
  63032: never('WhatsApp does not let us write to this customer now'),
  63040: never('The template was rejected'),
  63041: again('The template is paused'),
  63042: never('The template is disabled'),
  99101: again('It is night where the customer is'),
  99102: again('The customer has got the most messages a day may bring'),
};

/** The reason behind a code; codes nobody knows may be worth another try. */
export function failureReason(code: string | number | null): FailureReason | null {
  if (code === null || code === '' || Number(code) === 0) return null;
  return REASONS[String(code)] ?? null;
}
