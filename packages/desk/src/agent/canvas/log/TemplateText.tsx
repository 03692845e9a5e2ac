// What a message made of a template says. The desk notes the words of those it sends; of others the template is shown.
import { useEffect, useState } from 'react';
import { get } from '#desk/rest/request.ts';
import type { MessageEntry } from '#desk/state/conversations.ts';
import { words } from '#desk/words/canvas.ts';
import { type ContentRecord, templateOf } from '../compose/templates.ts';
import { RichText } from '../text/RichText.tsx';
import styles from './Bubble.module.css';

const known = new Map<string, string>();

/** The words noted by the desk that sent it; null for others. */
function notedText({ attributes }: MessageEntry): string | null {
  const template = attributes['template'] as { text?: unknown } | undefined;
  return typeof template?.text === 'string' ? template.text : null;
}

function useTemplateText(sid: string, isNeeded: boolean): string | null {
  const [text, setText] = useState(known.get(sid) ?? null);
  useEffect(() => {
    if (!isNeeded || known.has(sid)) return;
    let isShown = true;
    get<ContentRecord>(`/content/v1/Content/${encodeURIComponent(sid)}`)
      .then((record) => {
        known.set(sid, templateOf(record).body);
        if (isShown) setText(known.get(sid)!);
      })
      .catch(() => isShown && setText(words.templateUnknown));
    return () => {
      isShown = false;
    };
  }, [sid, isNeeded]);
  return text;
}

/** The words of a message with a template. */
export function TemplateText({ message }: { readonly message: MessageEntry }) {
  const noted = notedText(message);
  const read = useTemplateText(message.contentSid ?? '', noted === null);
  return (
    <>
      <p className={styles['kind']}>{words.template}</p>
      <RichText body={noted ?? read ?? '…'} />
    </>
  );
}
