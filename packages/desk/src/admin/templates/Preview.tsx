// A message as the customer's phone shows it.
import { FileImage } from 'lucide-react';
import { words } from '#desk/words/admin-reach.ts';
import styles from './Templates.module.css';
import type { Look } from './template.ts';

/** The preview of a template. */
export function Preview({ look }: { readonly look: Look }) {
  const { body, media, buttons, opener } = look;
  const isBlank = body === '' && media === null;
  return (
    <section className={styles['preview']} aria-label={words.templates.preview}>
      <div className={styles['bubble']}>
        {media !== null && (
          <p className={styles['media']}>
            <FileImage aria-hidden="true" />
            <span>{media}</span>
          </p>
        )}
        {isBlank ? (
          <p className={styles['blank']}>{words.templates.previewEmpty}</p>
        ) : (
          <p className={styles['body']} dir="auto">
            {body}
          </p>
        )}
      </div>
      {opener !== null && <p className={styles['opener']}>{opener}</p>}
      {buttons.length > 0 && (
        <ul className={styles['buttons']}>
          {buttons.map((button, index) => (
            <li key={index} dir="auto">
              {button}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
