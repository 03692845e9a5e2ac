// The files of a message: pictures and films in boxes whose size is known before they are there, the rest as rows.
import { Download, FileText, ImageOff, RotateCw } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { MediaEntry, MessageEntry } from '#desk/state/conversations.ts';
import { notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/canvas.ts';
import { sizeInWords } from '../compose/files.ts';
import styles from './Attachments.module.css';
import { isOutdated, linkOf, useLink } from './links.ts';

const Lightbox = lazy(async () => ({ default: (await import('./Lightbox.tsx')).Lightbox }));

/** What browsers show safely as a picture; drawings in SVG are files. */
const PICTURE = /^image\/(?:png|jpe?g|gif|webp|avif|bmp)$/;

interface MediaProps {
  readonly message: MessageEntry;
  readonly media: MediaEntry;
}

const nameOf = ({ filename }: MediaEntry) => filename || words.media.unnamed;

function Picture({ message, media, onOpen }: MediaProps & { readonly onOpen: () => void }) {
  const { url, hasFailed, again } = useLink(message, media);
  const [isBroken, setBroken] = useState(false);
  const name = nameOf(media);
  if (hasFailed || isBroken) {
    const retry = () => {
      setBroken(false);
      again();
    };
    return (
      <button type="button" className={styles['picture']} onClick={retry}>
        <ImageOff aria-hidden="true" />
        <span>{words.media.failed}</span>
        <span className={styles['again']}>{words.media.again}</span>
      </button>
    );
  }
  return (
    <button type="button" className={styles['picture']} onClick={onOpen} aria-label={words.media.open(name)}>
      {url && (
        <img
          src={url}
          alt={words.media.picture(name)}
          decoding="async"
          draggable={false}
          onError={() => setBroken(true)}
        />
      )}
    </button>
  );
}

function Player({ message, media }: MediaProps) {
  const { url, hasFailed, again } = useLink(message, media);
  const [isUnplayable, setUnplayable] = useState(false);
  const name = nameOf(media);
  const isVideo = media.contentType.startsWith('video/');
  if (hasFailed) {
    return (
      <button type="button" className={styles['file']} onClick={again}>
        <RotateCw aria-hidden="true" />
        <span>{words.media.failed}</span>
      </button>
    );
  }
  // Phones send kinds no browser plays.
  if (isUnplayable) return <FileRow message={message} media={media} />;
  const onError = () => (isOutdated(media) ? again() : setUnplayable(true));
  if (url === null) return <div className={isVideo ? styles['video'] : styles['audio']} />;
  return isVideo ? (
    // biome-ignore lint/a11y/useMediaCaption: what people send has none
    <video
      className={styles['video']}
      src={url}
      controls
      preload="metadata"
      aria-label={name}
      onError={onError}
    />
  ) : (
    // biome-ignore lint/a11y/useMediaCaption: what people send has none
    <audio
      className={styles['audio']}
      src={url}
      controls
      preload="metadata"
      aria-label={name}
      onError={onError}
    />
  );
}

async function download(message: MessageEntry, media: MediaEntry): Promise<void> {
  const link = document.createElement('a');
  link.href = await linkOf(message, media);
  link.download = media.filename || media.sid;
  link.rel = 'noopener';
  link.target = '_blank';
  link.click();
}

function FileRow({ message, media }: MediaProps) {
  const name = nameOf(media);
  return (
    <button
      type="button"
      className={styles['file']}
      onClick={() => void download(message, media).catch(notifyFailure)}
      aria-label={words.media.download(name)}
    >
      <FileText aria-hidden="true" />
      <span className={styles['words']}>
        <span className={styles['name']} dir="auto">
          {name}
        </span>
        <span className={styles['size']}>{sizeInWords(media.size)}</span>
      </span>
      <Download aria-hidden="true" />
    </button>
  );
}

/** Everything attached to a message. */
export function Attachments({ message }: { readonly message: MessageEntry }) {
  const [shown, setShown] = useState<string | null>(null);
  const pictures = message.media.filter(({ contentType }) => PICTURE.test(contentType));
  return (
    <div className={styles['all']}>
      {message.media.map((media) => {
        if (PICTURE.test(media.contentType)) {
          return (
            <Picture key={media.sid} message={message} media={media} onOpen={() => setShown(media.sid)} />
          );
        }
        return /^(?:audio|video)\//.test(media.contentType) ? (
          <Player key={media.sid} message={message} media={media} />
        ) : (
          <FileRow key={media.sid} message={message} media={media} />
        );
      })}
      {shown !== null && (
        <Suspense fallback={null}>
          <Lightbox message={message} pictures={pictures} first={shown} onClose={() => setShown(null)} />
        </Suspense>
      )}
    </div>
  );
}
