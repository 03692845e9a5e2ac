// What happens after sending: the conversation opens now, or the reply is waited for; and who gets it.
import { useId } from 'react';
import { Field } from '#desk/ui/Field.tsx';
import { words as all } from '#desk/words/outbound.ts';
import { useRoutes } from '../facts.ts';
import type { Mode } from '../wish.ts';
import styles from './NextStep.module.css';

const MODES = [
  ['open-now', all.mode.openNow, all.mode.openNowText],
  ['send-and-wait', all.mode.wait, all.mode.waitText],
] as const;

interface NextStepProps {
  readonly mode: Mode;
  /** `me`, a queue, a workflow, or `usual`. */
  readonly route: string;
  /** The agent can get work. */
  readonly isWorker: boolean;
  readonly onMode: (mode: Mode) => void;
  readonly onRoute: (route: string) => void;
}

export function NextStep({ mode, route, isWorker, onMode, onRoute }: NextStepProps) {
  const name = useId();
  const { data } = useRoutes();
  const { queues = [], workflows = [] } = data ?? {};
  return (
    <>
      <fieldset className={styles['modes']}>
        <legend>{all.mode.label}</legend>
        {MODES.map(([value, label, text]) => (
          <label key={value} className={styles['mode']}>
            <input
              type="radio"
              name={name}
              checked={mode === value}
              aria-describedby={`${name}-${value}`}
              onChange={() => onMode(value)}
            />
            <span>
              <span className={styles['name']}>{label}</span>
            </span>
            <span id={`${name}-${value}`} className={styles['text']}>
              {text}
            </span>
          </label>
        ))}
      </fieldset>
      <Field label={mode === 'open-now' ? all.route.now : all.route.reply}>
        {(attributes) => (
          <select
            {...attributes}
            name="route"
            value={route}
            onChange={(event) => onRoute(event.target.value)}
          >
            {isWorker ? (
              <option value="me">{mode === 'open-now' ? all.route.me : all.route.meOnReply}</option>
            ) : (
              <option value="usual">{all.route.usual}</option>
            )}
            {queues.length > 0 && (
              <optgroup label={all.route.queues}>
                {queues.map(({ sid, friendly_name: label }) => (
                  <option key={sid} value={sid}>
                    {label}
                  </option>
                ))}
              </optgroup>
            )}
            {workflows.length > 0 && (
              <optgroup label={all.route.workflows}>
                {workflows.map(({ sid, friendly_name: label }) => (
                  <option key={sid} value={sid}>
                    {label}
                  </option>
                ))}
              </optgroup>
            )}
          </select>
        )}
      </Field>
    </>
  );
}
