// What is shown while something is on its way.
import styles from './Spinner.module.css';

/** A turning ring as large as the text around it. */
export function Spinner() {
  return <span className={styles['spinner']} aria-hidden="true" />;
}

/** A part of the page that is not there yet; `label` says what is coming. */
export function Waiting({ label }: { readonly label: string }) {
  return (
    <div className={styles['waiting']} role="status">
      <Spinner />
      <span className="visually-hidden">{label}</span>
    </div>
  );
}

/** Room kept for text that is on its way. */
export function Skeleton({
  width = '100%',
  height = 14,
}: {
  readonly width?: number | string;
  readonly height?: number;
}) {
  return <div className={styles['skeleton']} style={{ width, height }} aria-hidden="true" />;
}
