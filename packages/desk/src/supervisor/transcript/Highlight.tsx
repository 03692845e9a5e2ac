// A text with the words that were sought marked in it.
import { highlighted } from './highlight.ts';
import styles from './Transcript.module.css';

/** Nothing is marked without a query. */
export function Highlight({ text, query }: { readonly text: string; readonly query: string }) {
  return highlighted(text, query).map((piece, index) =>
    piece.isFound ? (
      <mark key={index} className={styles['mark']}>
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}
