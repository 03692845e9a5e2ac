// The checklist of the first run.
import { CircleCheck, CircleDashed, CircleDot, CircleHelp } from 'lucide-react';
import { Link } from 'wouter';
import { buttonClass } from '#desk/ui/Button.tsx';
import { classes } from '#desk/ui/classes.ts';
import { Spinner } from '#desk/ui/Spinner.tsx';
import { words } from '#desk/words/admin.ts';
import { Section } from '../parts/Section.tsx';
import styles from './Start.module.css';
import { progressOf, type Step, type StepState, stepsOf } from './steps.ts';
import { useFacts } from './use-facts.ts';

const text = words.start;

const ICONS = { done: CircleCheck, open: CircleDot, optional: CircleDashed, unknown: CircleHelp } as const;
const STATES: Readonly<Record<StepState, string>> = {
  done: text.done,
  open: text.open,
  optional: text.optional,
  unknown: text.unknown,
};

function StepRow({ step, isLoading }: { readonly step: Step; readonly isLoading: boolean }) {
  const isPending = step.state === 'unknown' && isLoading;
  const Icon = ICONS[step.state];
  return (
    <li className={classes(styles['step'], styles[step.state])}>
      <span className={styles['icon']}>{isPending ? <Spinner /> : <Icon aria-hidden="true" />}</span>
      <div className={styles['words']}>
        <h2>
          {step.title}
          <span className={styles['state']}>{isPending ? text.checking : STATES[step.state]}</span>
        </h2>
        <p>{step.text}</p>
      </div>
      <Link
        className={buttonClass({ kind: step.state === 'open' ? 'primary' : 'secondary', isSmall: true })}
        href={step.href}
      >
        {step.act}
      </Link>
    </li>
  );
}

/** The section. */
export function Start() {
  const { facts, isLoading } = useFacts();
  const steps = stepsOf(facts);
  const { done, all } = progressOf(steps);
  return (
    <Section title={text.title} intro={text.intro}>
      <div className={styles['progress']}>
        <progress value={done} max={all} aria-label={text.progress(done, all)} />
        <span>{text.progress(done, all)}</span>
      </div>
      <ol className={styles['steps']}>
        {steps.map((step) => (
          <StepRow key={step.id} step={step} isLoading={isLoading} />
        ))}
      </ol>
    </Section>
  );
}
