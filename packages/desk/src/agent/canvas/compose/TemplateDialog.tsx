// Choosing a template, filling in its values, and seeing what the customer gets before it is sent.
import { type FormEvent, useEffect, useId, useMemo, useState } from 'react';
import { invokeAction } from '#desk/actions/actions.ts';
import { readAll } from '#desk/rest/pages.ts';
import { filled } from '#desk/text/template-words.ts';
import { Badge, type Tone } from '#desk/ui/Badge.tsx';
import { Button } from '#desk/ui/Button.tsx';
import { TextField } from '#desk/ui/Field.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { Skeleton } from '#desk/ui/Spinner.tsx';
import { words } from '#desk/words/canvas.ts';
import { words as parts } from '#desk/words/ui.ts';
import type { Reach } from '../channel.ts';
import { RichText } from '../text/RichText.tsx';
import styles from './TemplateDialog.module.css';
import {
  type Approval,
  type ContentRecord,
  inOrderOfUse,
  mayBeSent,
  type Template,
  templateOf,
} from './templates.ts';

interface TemplateDialogProps {
  readonly conversationSid: string;
  readonly channel: Reach['channel'];
  readonly isWindowOpen: boolean;
  /** Values by the name of a variable. */
  readonly suggested: Readonly<Record<string, string>>;
  readonly onClose: () => void;
}

const TONES: Partial<Record<Approval, Tone>> = {
  approved: 'good',
  rejected: 'bad',
  disabled: 'bad',
  paused: 'warn',
  pending: 'info',
  received: 'info',
};

function useTemplates() {
  const [templates, setTemplates] = useState<readonly Template[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const ended = new AbortController();
    setFailure(null);
    readAll<ContentRecord>('/content/v1/ContentAndApprovals', {}, ended.signal)
      .then((records) => setTemplates(inOrderOfUse(records.map(templateOf))))
      .catch((error: Error) => error.name !== 'AbortError' && setFailure(error.message));
    return () => ended.abort();
  }, [tries]);
  return { templates, failure, again: () => setTries(tries + 1) };
}

function Choice({
  template,
  isAllowed,
  isWindowed,
  onChoose,
}: {
  readonly template: Template;
  readonly isAllowed: boolean;
  readonly isWindowed: boolean;
  readonly onChoose: () => void;
}) {
  return (
    <li>
      <button type="button" className={styles['choice']} disabled={!isAllowed} onClick={onChoose}>
        <span className={styles['name']}>
          <strong dir="auto">{template.name}</strong>
          <span className={styles['language']}>{template.language}</span>
          {isWindowed && (
            <Badge tone={TONES[template.approval] ?? 'neutral'}>
              {words.templates.status[template.approval] ?? template.approval}
            </Badge>
          )}
        </span>
        <span className={styles['body']} dir="auto">
          {template.body}
        </span>
      </button>
    </li>
  );
}

/** The dialog. What is sent shows in the log at once. */
export function TemplateDialog(props: TemplateDialogProps) {
  const { conversationSid, channel, isWindowOpen, suggested, onClose } = props;
  const { templates, failure, again } = useTemplates();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<Template | null>(null);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [isTried, setTried] = useState(false);
  const form = useId();
  const isWindowed = channel === 'whatsapp' || channel === 'messenger';
  const shown = useMemo(() => {
    const wanted = typed.trim().toLocaleLowerCase();
    return (templates ?? []).filter(({ name, body }) =>
      `${name}\n${body}`.toLocaleLowerCase().includes(wanted),
    );
  }, [templates, typed]);
  const choose = (template: Template) => {
    setChosen(template);
    setTried(false);
    setValues(Object.fromEntries(template.variables.map(({ name }) => [name, suggested[name] ?? ''])));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen === null) return;
    setTried(true);
    if (chosen.variables.some(({ name }) => !values[name]?.trim())) return;
    const text = filled(chosen.body, values);
    // What becomes of it is shown in the log.
    invokeAction('SendMessage', {
      conversationSid,
      body: '',
      contentSid: chosen.sid,
      contentVariables: values,
      messageAttributes: { template: { name: chosen.name, text, variables: values } },
    }).catch(() => {});
    onClose();
  };
  return (
    <Dialog
      title={words.templates.title}
      isOpen
      onClose={onClose}
      foot={
        chosen && (
          <>
            <Button kind="quiet" onClick={() => setChosen(null)}>
              {words.templates.back}
            </Button>
            <Button kind="primary" type="submit" form={form}>
              {words.templates.send}
            </Button>
          </>
        )
      }
    >
      {failure !== null && (
        <Notice
          tone="bad"
          title={words.templates.failed}
          actions={
            <Button isSmall onClick={again}>
              {parts.retry}
            </Button>
          }
        >
          <p>{failure}</p>
        </Notice>
      )}
      {chosen === null && failure === null && (
        <>
          <TextField
            label={words.templates.search}
            isLabelHidden
            placeholder={words.templates.search}
            type="search"
            value={typed}
            autoFocus
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {templates === null &&
            [56, 56, 56].map((height, place) => <Skeleton key={place} height={height} />)}
          {templates !== null && shown.length === 0 && (
            <p className={styles['none']} role="status">
              {templates.length === 0 ? words.templates.empty : words.templates.none}
            </p>
          )}
          <ul className={styles['list']}>
            {shown.map((template) => (
              <Choice
                key={template.sid}
                template={template}
                isWindowed={isWindowed}
                isAllowed={mayBeSent(template, isWindowed, isWindowOpen)}
                onChoose={() => choose(template)}
              />
            ))}
          </ul>
        </>
      )}
      {chosen !== null && (
        <form id={form} className={styles['form']} onSubmit={submit} noValidate>
          {chosen.variables.map(({ name, sample }, place) => (
            <TextField
              key={name}
              label={words.templates.variable(name)}
              placeholder={sample}
              value={values[name] ?? ''}
              autoFocus={place === 0}
              dir="auto"
              error={isTried && !values[name]?.trim() ? words.templates.missing : null}
              onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
            />
          ))}
          <section className={styles['preview']} aria-label={words.templates.preview}>
            <h3>{words.templates.preview}</h3>
            <div>
              <RichText body={filled(chosen.body, values)} />
            </div>
          </section>
        </form>
      )}
    </Dialog>
  );
}
