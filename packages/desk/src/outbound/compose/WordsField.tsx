// What is said: free text with the room it takes, or a template with its values and how it reads.
import type { TemplateRecord } from '#desk/rest/records.ts';
import { smsSegments } from '#desk/text/sms-segments.ts';
import { filled, gapsOf, wordsOf } from '#desk/text/template-words.ts';
import { ChoiceField, TextArea, TextField } from '#desk/ui/Field.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Skeleton } from '#desk/ui/Spinner.tsx';
import { words as all } from '#desk/words/outbound.ts';
import type { Channel } from '../channels.ts';
import type { Draft } from '../draft.ts';
import { useTemplates } from '../facts.ts';
import { Segments } from './Segments.tsx';
import styles from './WordsField.module.css';

interface WordsFieldProps {
  readonly draft: Draft;
  readonly channel: Channel;
  readonly onChange: (patch: Partial<Draft>) => void;
}

function Room({ body, channel }: { readonly body: string; readonly channel: Channel }) {
  const { characters, parts, special } = smsSegments(body);
  const isText = channel === 'sms';
  return (
    <span className={styles['room']}>
      <span>{all.body.count(characters)}</span>
      {isText && characters > 0 && <span>{all.body.parts(parts)}</span>}
      {isText && special !== null && <span>{all.body.special(special)}</span>}
    </span>
  );
}

function nameOf(
  { friendly_name: name, language, approval_requests: approval }: TemplateRecord,
  channel: Channel,
) {
  const isApproved = channel !== 'whatsapp' || approval?.status === 'approved';
  return `${name} (${language}${isApproved ? '' : `, ${all.template.unapproved}`})`;
}

function TemplateFields({ draft, channel, onChange }: WordsFieldProps) {
  const { data: templates, error, isPending } = useTemplates();
  if (error) return <Notice tone="bad">{error.message}</Notice>;
  if (isPending) return <Skeleton height={36} />;
  if (templates.length === 0) return <Notice>{all.template.none}</Notice>;
  const template = templates.find(({ sid }) => sid === draft.templateSid);
  const change = (name: string, value: string) => onChange({ values: { ...draft.values, [name]: value } });
  return (
    <>
      <ChoiceField
        label={all.template.label}
        isLabelHidden
        name="template"
        value={template?.sid ?? ''}
        onChange={(event) => onChange({ templateSid: event.target.value || null, values: {} })}
        choices={[
          { value: '', label: all.template.choose },
          ...templates.map((one) => ({ value: one.sid, label: nameOf(one, channel) })),
        ]}
      />
      {template && (
        <>
          <div className={styles['values']}>
            {gapsOf(template.types).map((name) => (
              <TextField
                key={name}
                label={all.template.value(name)}
                name={`value-${name}`}
                dir="auto"
                placeholder={template.variables[name] ? all.template.sample(template.variables[name]) : ''}
                value={draft.values[name] ?? ''}
                onChange={(event) => change(name, event.target.value)}
              />
            ))}
          </div>
          <figure className={styles['preview']}>
            <figcaption>{all.template.preview}</figcaption>
            <blockquote dir="auto">{filled(wordsOf(template.types), draft.values)}</blockquote>
          </figure>
        </>
      )}
    </>
  );
}

export function WordsField({ draft, channel, onChange }: WordsFieldProps) {
  return (
    <div className={styles['words']}>
      <div className={styles['head']}>
        <h2>{all.wording.label}</h2>
        <Segments
          label={all.wording.label}
          value={draft.wording}
          onChange={(wording) => onChange({ wording })}
          choices={[
            { value: 'text', label: all.wording.text },
            { value: 'template', label: all.wording.template },
          ]}
        />
      </div>
      {draft.wording === 'text' ? (
        <TextArea
          label={all.body.label}
          isLabelHidden
          name="body"
          dir="auto"
          rows={4}
          placeholder={all.body.placeholder}
          value={draft.body}
          onChange={(event) => onChange({ body: event.target.value })}
          hint={<Room body={draft.body} channel={channel} />}
        />
      ) : (
        <TemplateFields draft={draft} channel={channel} onChange={onChange} />
      )}
    </div>
  );
}
