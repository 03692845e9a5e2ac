// JSON to write: lines numbered, the line of a mistake marked, and said in words.
import { useRef } from 'react';
import { Button } from '#desk/ui/Button.tsx';
import { classes } from '#desk/ui/classes.ts';
import { Field } from '#desk/ui/Field.tsx';
import { words } from '#desk/words/admin.ts';
import { jsonProblem, tidyJson } from './json-problem.ts';
import styles from './parts.module.css';

interface JsonFieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What the server said of it. */
  readonly error?: string | null;
  readonly rows?: number;
}

/** A field for a JSON object. */
export function JsonField({ label, hint, value, onChange, error, rows = 10 }: JsonFieldProps) {
  const numbers = useRef<HTMLDivElement>(null);
  const problem = jsonProblem(value);
  const said = problem && words.json.problem(problem.line, problem.message);
  const lines = Array.from({ length: value.split('\n').length }, (_, index) => index + 1);
  return (
    <div className={styles['json']}>
      <Field label={label} hint={hint} error={said ?? error}>
        {({ className, ...attributes }) => (
          <div className={classes(className, styles['jsonBox'])}>
            <div className={styles['numbers']} ref={numbers} aria-hidden="true">
              {lines.map((line) => (
                <span key={line} className={line === problem?.line ? styles['wrong'] : undefined}>
                  {line}
                </span>
              ))}
            </div>
            <textarea
              {...attributes}
              className={styles['jsonText']}
              rows={rows}
              spellCheck={false}
              autoCapitalize="none"
              autoComplete="off"
              wrap="off"
              value={value}
              onChange={(event) => onChange(event.target.value)}
              onScroll={({ currentTarget: { scrollTop } }) => {
                if (numbers.current) numbers.current.scrollTop = scrollTop;
              }}
            />
          </div>
        )}
      </Field>
      <Button isSmall kind="quiet" disabled={problem !== null} onClick={() => onChange(tidyJson(value))}>
        {words.json.tidy}
      </Button>
    </div>
  );
}
