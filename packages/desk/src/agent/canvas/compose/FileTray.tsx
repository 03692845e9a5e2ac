// Files that go with the message being written.
import { FileText, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { words } from '#desk/words/canvas.ts';
import styles from './FileTray.module.css';
import { sizeInWords } from './files.ts';

const PICTURE = /^image\/(?:png|jpe?g|gif|webp|avif|bmp)$/;

function Preview({ file }: { readonly file: File }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!PICTURE.test(file.type)) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url === null ? (
    <span className={styles['icon']}>
      <FileText aria-hidden="true" />
    </span>
  ) : (
    <img className={styles['icon']} src={url} alt="" />
  );
}

interface FileTrayProps {
  readonly files: readonly File[];
  readonly onRemove: (file: File) => void;
}

/** The files with their names and sizes; each can be taken out again. */
export function FileTray({ files, onRemove }: FileTrayProps) {
  if (files.length === 0) return null;
  return (
    <ul className={styles['tray']} aria-label={words.compose.files}>
      {files.map((file, place) => (
        <li key={`${file.name} ${file.size} ${place}`} className={styles['file']}>
          <Preview file={file} />
          <span className={styles['words']}>
            <span className={styles['name']} dir="auto">
              {file.name}
            </span>
            <span className={styles['size']}>{sizeInWords(file.size)}</span>
          </span>
          <button
            type="button"
            className={styles['remove']}
            aria-label={words.compose.remove(file.name)}
            onClick={() => onRemove(file)}
          >
            <X aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}
