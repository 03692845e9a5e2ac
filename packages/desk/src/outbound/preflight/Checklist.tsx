// What the look before sending found, as a list in words.
import { Check as CheckIcon, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#desk/ui/Button.tsx';
import { classes } from '#desk/ui/classes.ts';
import { Skeleton, Spinner } from '#desk/ui/Spinner.tsx';
import { words as all } from '#desk/words/outbound.ts';
import styles from './Checklist.module.css';
import { type Finding, findingsOf, refusalsOf } from './findings.ts';
import type { Preflight } from './preflight.ts';

const words = all.look;
const ICONS = { good: CheckIcon, warn: TriangleAlert, bad: X } as const;

interface ChecklistProps {
  readonly preflight: Preflight;
  readonly onHelp: (help: NonNullable<Finding['help']>) => void;
  /** What is said of a conversation the customer is in already. */
  readonly children?: ReactNode;
}

const HELP = { sender: all.check.open.other, template: all.check.window.choose } as const;

function Line({ finding, onHelp }: { readonly finding: Finding; readonly onHelp: ChecklistProps['onHelp'] }) {
  const { tone, text, advice, help } = finding;
  const Icon = ICONS[tone];
  return (
    <li className={classes(styles['line'], styles[tone])}>
      <Icon aria-hidden="true" />
      <div>
        <p>{text}</p>
        {advice && <p className={styles['advice']}>{advice}</p>}
        {help && tone === 'bad' && (
          <Button isSmall className={styles['help']} onClick={() => onHelp(help)}>
            {HELP[help]}
          </Button>
        )}
      </div>
    </li>
  );
}

function verdictOf({ checks }: Preflight): string {
  if (checks === null) return '';
  if (refusalsOf(checks).length > 0) return words.refused;
  return checks.some(({ verdict }) => verdict === 'warn') ? words.warned : words.clear;
}

function Lines({ preflight, onHelp }: Pick<ChecklistProps, 'preflight' | 'onHelp'>) {
  const { checks, isLooking, isCurrent } = preflight;
  if (checks === null) {
    if (!isLooking) return <p className={styles['idle']}>{words.idle}</p>;
    return (
      <div className={styles['coming']}>
        <Skeleton width="72%" />
        <Skeleton width="54%" />
        <Skeleton width="63%" />
      </div>
    );
  }
  return (
    <ul className={classes(styles['lines'], !isCurrent && styles['stale'])}>
      {findingsOf(checks).map((finding) => (
        <Line key={finding.check} finding={finding} onHelp={onHelp} />
      ))}
    </ul>
  );
}

/** The list, with one sentence that is announced when it changes. */
export function Checklist({ preflight, onHelp, children }: ChecklistProps) {
  const { error, isLooking, isCurrent, lookAgain } = preflight;
  return (
    <section className={styles['checklist']} aria-label={words.title}>
      <div className={styles['head']}>
        <h2>{words.title}</h2>
        {isLooking && <Spinner />}
      </div>
      <p className="visually-hidden" role="status">
        {isCurrent ? verdictOf(preflight) : ''}
      </p>
      {children}
      {error ? (
        <div className={styles['failed']}>
          <p>{words.failed}</p>
          <p className={styles['advice']}>{error.message}</p>
          <Button isSmall onClick={lookAgain}>
            {words.again}
          </Button>
        </div>
      ) : (
        <Lines preflight={preflight} onHelp={onHelp} />
      )}
    </section>
  );
}
