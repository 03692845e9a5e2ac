// The task's attributes: links to the customer elsewhere, what is worth reading, and all of it for the curious.
import { ExternalLink } from 'lucide-react';
import { words as all } from '#desk/words/customer.ts';
import { attributeLines, linksIn } from '../attributes.ts';
import styles from './Details.module.css';
import { Nothing, Part } from './Part.tsx';

const words = all.details;

export function Details({ attributes }: { readonly attributes: Readonly<Record<string, unknown>> }) {
  const links = linksIn(attributes);
  const lines = attributeLines(attributes).filter(({ link }) => link === null);
  return (
    <>
      {links.length > 0 && (
        <Part title={words.links}>
          <ul className={styles['links']}>
            {links.map(({ name, link }) => (
              <li key={link}>
                <a href={link ?? ''} target="_blank" rel="noopener noreferrer">
                  <span>
                    {name}
                    <span className="visually-hidden">, {words.opens(new URL(link ?? '').host)}</span>
                  </span>
                  <ExternalLink aria-hidden="true" />
                </a>
                <span className={styles['host']} aria-hidden="true">
                  {new URL(link ?? '').host}
                </span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title={words.title}>
        {lines.length === 0 ? (
          <Nothing>{words.none}</Nothing>
        ) : (
          <dl className={styles['lines']}>
            {lines.map(({ name, value }, place) => (
              <div key={place}>
                <dt>{name}</dt>
                <dd dir="auto">{value}</dd>
              </div>
            ))}
          </dl>
        )}
        <details className={styles['raw']}>
          <summary>{words.raw}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre tabIndex={0}>{JSON.stringify(attributes, null, 2)}</pre>
        </details>
      </Part>
    </>
  );
}
