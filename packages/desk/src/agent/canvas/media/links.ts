// Where the files of messages are: links that hold for some minutes, fetched when a file is looked at.
import { useEffect, useState } from 'react';
import type { MediaEntry, MessageEntry } from '#desk/state/conversations.ts';
import { words } from '#desk/words/canvas.ts';

/** Links hold for some minutes; this long they are taken as good. */
const GOOD_MS = 4 * 60_000;
/** What flies past while scrolling is not fetched. */
const LOOKED_AT_MS = 120;

const links = new Map<string, { readonly url: string; readonly until: number }>();

/** Whether the link that is known for a file may hold no longer. */
export function isOutdated({ sid }: Pick<MediaEntry, 'sid'>): boolean {
  return (links.get(sid)?.until ?? 0) <= Date.now();
}

/** A link to a file; a new one when the known one is too old or `isFresh` is asked for. */
export async function linkOf(
  { source }: Pick<MessageEntry, 'source'>,
  { sid }: Pick<MediaEntry, 'sid'>,
  isFresh = false,
): Promise<string> {
  const known = links.get(sid);
  if (!isFresh && known !== undefined && !isOutdated({ sid })) return known.url;
  const read = await source.getTemporaryContentUrlsForAttachedMedia();
  for (const [each, url] of read) links.set(each, { url, until: Date.now() + GOOD_MS });
  const url = read.get(sid);
  if (url === undefined) throw new Error(words.media.failed);
  return url;
}

/** The file itself, to be sent once more. */
export async function fileOf(message: MessageEntry, media: MediaEntry): Promise<File> {
  const answer = await fetch(await linkOf(message, media));
  if (!answer.ok) throw new Error(words.media.failed);
  return new File([await answer.blob()], media.filename || media.sid, { type: media.contentType });
}

interface Linked {
  /** Null while it is fetched. */
  readonly url: string | null;
  readonly hasFailed: boolean;
  /** Fetches a new link: the present one led nowhere. */
  readonly again: () => void;
}

/** The link of a file that is on the screen. */
export function useLink(message: MessageEntry, media: MediaEntry): Linked {
  const known = links.get(media.sid);
  const [url, setUrl] = useState(known !== undefined && !isOutdated(media) ? known.url : null);
  const [hasFailed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (url !== null && tries === 0) return;
    let isShown = true;
    const timer = setTimeout(
      () => {
        linkOf(message, media, tries > 0)
          .then((found) => isShown && setUrl(found))
          .catch(() => isShown && setFailed(true));
      },
      tries === 0 ? LOOKED_AT_MS : 0,
    );
    return () => {
      isShown = false;
      clearTimeout(timer);
    };
  }, [media.sid, tries]);
  const again = () => {
    setFailed(false);
    setUrl(null);
    setTries(tries + 1);
  };
  return { url, hasFailed, again };
}
