// Pictures of a message at their full size, one after another.
import { ChevronLeft, ChevronRight, Download } from 'lucide-react';
import { useState } from 'react';
import type { MediaEntry, MessageEntry } from '#desk/state/conversations.ts';
import { buttonClass, IconButton } from '#desk/ui/Button.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { Waiting } from '#desk/ui/Spinner.tsx';
import { words } from '#desk/words/canvas.ts';
import { words as parts } from '#desk/words/ui.ts';
import styles from './Lightbox.module.css';
import { useLink } from './links.ts';

interface LightboxProps {
  readonly message: MessageEntry;
  readonly pictures: readonly MediaEntry[];
  /** The picture to begin with. */
  readonly first: string;
  readonly onClose: () => void;
}

function Shown({ message, media }: { readonly message: MessageEntry; readonly media: MediaEntry }) {
  const { url, hasFailed } = useLink(message, media);
  const name = media.filename || words.media.unnamed;
  if (hasFailed) return <p>{words.media.failed}</p>;
  if (url === null) return <Waiting label={parts.loading} />;
  return (
    <>
      <img className={styles['picture']} src={url} alt={words.media.picture(name)} />
      <a
        className={buttonClass({ kind: 'secondary' })}
        href={url}
        download={media.filename || media.sid}
        target="_blank"
        rel="noopener noreferrer"
      >
        <Download aria-hidden="true" />
        {words.media.download(name)}
      </a>
    </>
  );
}

/** The dialog with the pictures; arrow keys turn pages. */
export function Lightbox({ message, pictures, first, onClose }: LightboxProps) {
  const [place, setPlace] = useState(
    Math.max(
      0,
      pictures.findIndex(({ sid }) => sid === first),
    ),
  );
  const media = pictures[place];
  if (media === undefined) return null;
  const turn = (by: number) => setPlace((place + by + pictures.length) % pictures.length);
  return (
    <Dialog title={media.filename || words.media.picture('')} isOpen onClose={onClose} shape="wide">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same is done by its buttons */}
      <div
        className={styles['stage']}
        onKeyDown={(event) => {
          if (pictures.length < 2) return;
          if (event.key === 'ArrowLeft') turn(-1);
          if (event.key === 'ArrowRight') turn(1);
        }}
      >
        <Shown key={media.sid} message={message} media={media} />
        {pictures.length > 1 && (
          <div className={styles['turn']}>
            <IconButton label={words.media.previous} onClick={() => turn(-1)}>
              <ChevronLeft aria-hidden="true" />
            </IconButton>
            <span>
              {place + 1} / {pictures.length}
            </span>
            <IconButton label={words.media.next} onClick={() => turn(1)}>
              <ChevronRight aria-hidden="true" />
            </IconButton>
          </div>
        )}
      </div>
    </Dialog>
  );
}
