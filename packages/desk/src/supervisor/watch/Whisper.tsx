// A word that only colleagues see. What was typed is kept in this tab until it is sent.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '#desk/ui/Button.tsx';
import { TextField } from '#desk/ui/Field.tsx';
import { notify } from '#desk/ui/Toasts.tsx';
import { words as all } from '#desk/words/supervisor.ts';
import { type Presence, whisper } from './presence.ts';
import styles from './Whisper.module.css';

const words = all.watch;

interface WhisperProps {
  readonly conversationSid: string;
  readonly presence: Presence | null;
  /** Whom it is for; null while nobody has the task. */
  readonly agent: string | null;
}

/** The line under the conversation. */
export function Whisper({ conversationSid, presence, agent }: WhisperProps) {
  const key = `parley.whisper.${conversationSid}`;
  const queries = useQueryClient();
  const [body, setBody] = useState(() => sessionStorage.getItem(key) ?? '');
  const change = (text: string) => {
    setBody(text);
    sessionStorage.setItem(key, text);
  };
  const send = useMutation({
    mutationFn: (text: string) => whisper(conversationSid, presence, text),
    onSuccess: async () => {
      change('');
      notify(words.whispered);
      await queries.invalidateQueries({ queryKey: ['notes', conversationSid] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (body.trim() !== '' && !send.isPending) send.mutate(body.trim());
  };
  return (
    <form className={styles['whisper']} onSubmit={submit}>
      <TextField
        label={agent === null ? words.whisper : words.whisperLabel(agent)}
        placeholder={words.whisperPlaceholder}
        value={body}
        onChange={(event) => change(event.target.value)}
        dir="auto"
        autoComplete="off"
      />
      <Button type="submit" isBusy={send.isPending} disabled={body.trim() === ''}>
        {words.whisperSend}
      </Button>
      {send.error && (
        <p className={styles['error']} role="alert">
          {send.error.message}
        </p>
      )}
    </form>
  );
}
