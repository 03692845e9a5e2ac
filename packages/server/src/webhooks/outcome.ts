// How one attempt to deliver a webhook ended.

/** How an attempt ended. */
export type Outcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The media type without its parameters, in lower case; null when the receiver named none. */
      readonly contentType: string | null;
      /** The beginning of the answer's body. */
      readonly body: string;
      /** Milliseconds the receiver asks to be left alone, or null. */
      readonly retryAfter: number | null;
    }
  /** No usable connection, or no answer in time; another attempt may find the receiver well. */
  | { readonly kind: 'unreachable'; readonly error: string }
  /** Not sent, and no further attempt would be. */
  | { readonly kind: 'refused'; readonly error: string }
  /** Given up because this server is stopping; it does not count as an attempt. */
  | { readonly kind: 'stopped' };
