// A field for an expression: coloured, mistakes underlined and said in words, names and operators offered.
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { classes } from '#desk/ui/classes.ts';
import { words } from '#desk/words/admin.ts';
import { useWorkspacePath } from '../parts/lists.ts';
import { type Completions, completionsAt, type ExpressionKind } from './completions.ts';
import styles from './Expression.module.css';
import { stretchesOf } from './marks.ts';
import { useLint, useMatches, useVocabulary } from './use-expression.ts';

interface ExpressionFieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly kind: ExpressionKind;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What the server said when it was saved. */
  readonly error?: string | null;
}

function Matches({ expression }: { readonly expression: string }) {
  const workspace = useWorkspacePath();
  const workers = useMatches(workspace, expression, true);
  if (workers === undefined) return null;
  return (
    <p className={styles['matches']}>{words.expression.matches(workers.map((one) => one.friendly_name))}</p>
  );
}

/** Keys of the list of completions, while it is open. */
function useCompletions(props: ExpressionFieldProps) {
  const { kind, value, onChange } = props;
  const vocabulary = useVocabulary(useWorkspacePath());
  const [offer, setOffer] = useState<Completions | null>(null);
  const [at, setAt] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  const show = (text: string, caret: number) => {
    setOffer(completionsAt(text, caret, kind, vocabulary));
    setAt(0);
  };
  const take = (index: number) => {
    const chosen = offer?.options[index];
    if (!offer || !chosen) return;
    const next = `${value.slice(0, offer.from)}${chosen.text} ${value.slice(offer.to).replace(/^ /, '')}`;
    const caret = offer.from + chosen.text.length + 1;
    onChange(next);
    show(next, caret);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(caret, caret);
    });
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (offer === null) {
      if (event.key === ' ' && event.ctrlKey) {
        event.preventDefault();
        show(value, event.currentTarget.selectionStart);
      }
      return;
    }
    const count = offer.options.length;
    if (event.key === 'ArrowDown') setAt((at + 1) % count);
    else if (event.key === 'ArrowUp') setAt((at + count - 1) % count);
    else if (event.key === 'Enter') take(at);
    else if (event.key === 'Escape') setOffer(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { offer, at, field, show, take, press, close: () => setOffer(null) };
}

/** Says what is wrong, what is doubtful, and, of a queue's expression, whom it takes. */
export function ExpressionField(props: ExpressionFieldProps) {
  const { label, hint, kind, value, onChange, error } = props;
  const id = useId();
  const workspace = useWorkspacePath();
  const lint = useLint(workspace, kind, value);
  const problems = value.trim() === '' ? [] : (lint?.problems ?? []);
  const { offer, at, field, show, take, press, close } = useCompletions(props);
  const backdrop = useRef<HTMLPreElement>(null);
  const isWrong = problems.some(({ severity }) => severity === 'error') || Boolean(error);
  const described = [hint && `${id}-hint`, (problems.length > 0 || error) && `${id}-problems`];
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={styles['label']}>
        {label}
      </label>
      <div className={classes(styles['box'], isWrong && styles['isWrong'])}>
        <pre ref={backdrop} className={styles['backdrop']} aria-hidden="true">
          {stretchesOf(value, problems).map(({ text, kind: piece, mark }, index) => (
            <span key={index} className={classes(styles[piece], mark && styles[mark])}>
              {text}
            </span>
          ))}
          {'\n'}
        </pre>
        <textarea
          ref={field}
          id={id}
          className={styles['text']}
          aria-haspopup="listbox"
          aria-controls={`${id}-offers`}
          aria-autocomplete="list"
          aria-activedescendant={offer ? `${id}-offer-${at}` : undefined}
          aria-invalid={isWrong || undefined}
          aria-describedby={described.filter(Boolean).join(' ') || undefined}
          rows={2}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          value={value}
          onChange={(event) => {
            onChange(event.target.value);
            show(event.target.value, event.target.selectionStart);
          }}
          onKeyDown={press}
          onBlur={close}
          onScroll={({ currentTarget: { scrollTop } }) => {
            if (backdrop.current) backdrop.current.scrollTop = scrollTop;
          }}
        />
      </div>
      <div
        id={`${id}-offers`}
        role="listbox"
        aria-label={words.expression.offers}
        className={classes(styles['offers'], !offer && styles['closed'])}
      >
        {offer?.options.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and handles the keys
          <div
            key={option.text}
            id={`${id}-offer-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={styles['offer']}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(index)}
          >
            <span>{option.text}</span>
            <span className={styles['what']}>{words.expression.hints[option.hint]}</span>
          </div>
        ))}
      </div>
      {hint && (
        <p id={`${id}-hint`} className={styles['hint']}>
          {hint}
        </p>
      )}
      <div id={`${id}-problems`} role="status" className={styles['problems']}>
        {error && <p className={styles['saysError']}>{error}</p>}
        {problems.map((problem) => (
          <p
            key={`${problem.start} ${problem.message}`}
            className={problem.severity === 'error' ? styles['saysError'] : styles['saysWarning']}
          >
            {words.expression.problem(problem.severity, problem.message)}
          </p>
        ))}
      </div>
      {kind === 'worker' && lint?.valid && <Matches expression={value} />}
    </div>
  );
}
