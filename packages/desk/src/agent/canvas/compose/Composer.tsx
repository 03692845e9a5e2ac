// The message box: words, files, canned responses, emoji and templates for the customer, or a note for colleagues.
import { FileText, LayoutTemplate, MessageSquareText, Paperclip, SendHorizontal, Smile } from 'lucide-react';
import {
  type ChangeEvent,
  type ClipboardEvent,
  lazy,
  type Ref,
  Suspense,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useShortcuts } from '#desk/app/shortcuts.ts';
import type { ConversationEntry } from '#desk/state/conversations.ts';
import { useDesk } from '#desk/state/store.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { Button, IconButton } from '#desk/ui/Button.tsx';
import { classes } from '#desk/ui/classes.ts';
import { notify, notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/canvas.ts';
import type { Reach } from '../channel.ts';
import { CannedList, optionId } from './CannedList.tsx';
import styles from './Composer.module.css';
import { Counter } from './Counter.tsx';
import { type CannedResponse, filled, openVariables } from './canned.ts';
import { useEnterSends } from './enter-key.ts';
import { FileTray } from './FileTray.tsx';
import { limitsInWords } from './files.ts';
import { postMessage } from './post-message.ts';
import { useTypingSignal } from './typing.ts';
import { useAutosize } from './use-autosize.ts';
import { useCannedPicker } from './use-canned-picker.ts';
import { useDraft } from './use-draft.ts';
import { useFacts } from './use-facts.ts';
import { useFiles } from './use-files.ts';
import { useWindow } from './use-window.ts';
import { WindowClosed, WindowLeft } from './WindowLine.tsx';

const EmojiPicker = lazy(async () => ({ default: (await import('./EmojiPicker.tsx')).EmojiPicker }));
const TemplateDialog = lazy(async () => ({ default: (await import('./TemplateDialog.tsx')).TemplateDialog }));

/** What others can do with the box. */
export interface ComposerHandle {
  /** Adds words, on a line of their own, and files. */
  insert(text: string, files?: readonly File[]): void;
  /** Adds files somebody brings, where a message can carry them. */
  attach(files: readonly File[]): void;
  /** Begins an answer with somebody's words. */
  quote(text: string): void;
}

interface ComposerProps {
  readonly entry: ConversationEntry;
  readonly task: TaskEntry;
  readonly customerName: string;
  readonly reach: Reach;
  /** The customer can be written to; notes always can. */
  readonly canWrite: boolean;
  readonly onNote: (body: string) => Promise<void>;
  readonly ref: Ref<ComposerHandle>;
}

/** Carriers take this much; the server more where there is none. */
const LONGEST = { carrier: 1_600, web: 30_000 } as const;
const LONGEST_NOTE = 4_096;

/** The message box of a conversation. */
export function Composer(props: ComposerProps) {
  const { entry, customerName, reach, canWrite, onNote, ref } = props;
  const { sid } = entry;
  const id = useId();
  const identity = useDesk((state) => state.session.user?.identity ?? '');
  const [draft, setDraft] = useDraft(identity, sid);
  const isNote = draft.isNote || !canWrite;
  const { limits } = entry.source;
  const { files, add: addFiles, remove, clear } = useFiles(sid, limits);
  const [enterSends, toggleEnter] = useEnterSends();
  const [panel, setPanel] = useState<'emoji' | 'template' | null>(null);
  const [isSaving, setSaving] = useState(false);
  const [isWarned, setWarned] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);
  const signalTyping = useTypingSignal(sid);
  const facts = useFacts(props);
  const window24 = useWindow(reach, entry.lastIndex ?? -1);
  const isShut = !isNote && (window24.kind === 'closed' || window24.kind === 'never');
  const { body } = draft;
  const open = isNote ? [] : openVariables(body);
  const most = isNote ? LONGEST_NOTE : reach.channel === 'web' ? LONGEST.web : LONGEST.carrier;
  const hasWords = body.trim() !== '' || (!isNote && files.length > 0);
  const canSend = hasWords && body.length <= most && !isSaving;
  useAutosize(body, box);

  const write = (text: string, place: number) => {
    setDraft({ body: text });
    setWarned(false);
    caret.current = place;
  };
  // The caret is put where it belongs once the words are there.
  useLayoutEffect(() => {
    if (caret.current === null || box.current === null) return;
    box.current.focus();
    box.current.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });
  const insertAtCaret = (text: string, start?: number, end?: number) => {
    const from = start ?? box.current?.selectionStart ?? body.length;
    const to = end ?? box.current?.selectionEnd ?? from;
    write(body.slice(0, from) + text + body.slice(to), from + text.length);
  };
  const canned = useCannedPicker({
    body,
    box,
    isOff: isNote,
    onChoose: (response: CannedResponse, start, end) =>
      insertAtCaret(filled(response.body, facts), start, end),
  });

  /** Whether they are files for this box, taken or refused. */
  const takeFiles = (brought: readonly File[]): boolean => {
    if (brought.length === 0 || isShut) return false;
    if (isNote) notify(words.files.notInNotes, { tone: 'bad' });
    else addFiles(brought);
    return true;
  };

  useImperativeHandle(ref, () => ({
    attach: takeFiles,
    insert(text, added = []) {
      const before = body === '' || text === '' ? body : `${body.trimEnd()}\n`;
      write(before + text, before.length + text.length);
      if (added.length > 0) addFiles(added);
    },
    quote(text) {
      const lines = text.split('\n').map((line) => `> ${line}`);
      const quoted = `${lines.join('\n')}\n${body}`;
      write(quoted, quoted.length);
    },
  }));

  useEffect(() => {
    if (!window.matchMedia('(pointer: coarse)').matches) box.current?.focus({ preventScroll: true });
  }, []);

  const saveNote = () => {
    setSaving(true);
    onNote(body)
      .then(() => setDraft({ body: '' }))
      .catch(notifyFailure)
      .finally(() => {
        setSaving(false);
        box.current?.focus();
      });
  };
  const send = (isForced = false) => {
    if (!canSend || isShut) return;
    if (isNote) {
      saveNote();
      return;
    }
    if (open[0] !== undefined && !isForced && !isWarned) {
      setWarned(true);
      box.current?.focus();
      box.current?.setSelectionRange(open[0].start, open[0].start + open[0].text.length);
      return;
    }
    const written = { conversationSid: sid, body, files };
    setDraft({ body: '' });
    setWarned(false);
    clear();
    postMessage(written, () => {
      setDraft({ body: written.body });
      if (written.files.length > 0) addFiles(written.files);
    });
    box.current?.focus();
  };

  const setNote = (next: boolean) => {
    setDraft({ isNote: next });
    box.current?.focus();
  };
  useShortcuts([
    { keys: 'r', label: words.compose.focus, run: () => box.current?.focus() },
    { keys: 'alt+n', label: words.compose.switchNote, isGlobal: true, run: () => setNote(!draft.isNote) },
  ]);

  const onKeyDown = (event: React.KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || canned.onKeyDown(event)) return;
    if (event.key === 'Escape' && isNote && canWrite) setNote(false);
    if (event.key !== 'Enter') return;
    const isModified = event.ctrlKey || event.metaKey;
    if (event.shiftKey || event.altKey || (!enterSends && !isModified)) return;
    event.preventDefault();
    send();
  };
  const onChange = (event: ChangeEvent<HTMLTextAreaElement>) => {
    const { value } = event.currentTarget;
    setDraft({ body: value });
    setWarned(false);
    canned.onTyped();
    if (!isNote && value !== '') signalTyping();
  };
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const { files: brought, types } = event.clipboardData;
    // Words copied from a document or a table come with a picture of themselves.
    if (types.includes('text/plain') && types.includes('text/html')) return;
    if (takeFiles([...brought])) event.preventDefault();
  };

  return (
    <div className={classes(styles['composer'], isNote && styles['noting'])}>
      <div className={styles['head']}>
        <fieldset className={styles['modes']} aria-label={words.compose.kind}>
          {canWrite && (
            <button type="button" aria-pressed={!isNote} onClick={() => setNote(false)}>
              {words.compose.reply}
            </button>
          )}
          <button type="button" aria-pressed={isNote} onClick={() => setNote(true)}>
            {words.compose.note}
          </button>
        </fieldset>
        {!isNote && <WindowLeft window={window24} />}
        {isNote && <span className={styles['aside']}>{words.noteFor}</span>}
      </div>
      {isShut ? (
        <WindowClosed window={window24} onTemplate={() => setPanel('template')} />
      ) : (
        <>
          {!isNote && <FileTray files={files} onRemove={remove} />}
          <div className={styles['field']}>
            {canned.isOpen && (
              <CannedList
                id={`${id}-canned`}
                responses={canned.responses}
                active={canned.active}
                isLoading={canned.isLoading}
                hasFailed={canned.hasFailed}
                isEmpty={canned.isEmpty}
                onChoose={canned.choose}
              />
            )}
            <textarea
              ref={box}
              className={styles['box']}
              rows={1}
              dir="auto"
              value={body}
              placeholder={isNote ? words.compose.notePlaceholder : words.compose.placeholder(customerName)}
              aria-label={isNote ? words.compose.noteLabel : words.compose.label(customerName)}
              aria-describedby={`${id}-hint`}
              aria-autocomplete="list"
              aria-haspopup="listbox"
              aria-controls={canned.isOpen && canned.responses.length > 0 ? `${id}-canned` : undefined}
              aria-activedescendant={
                canned.isOpen && canned.responses.length > 0
                  ? optionId(`${id}-canned`, canned.active)
                  : undefined
              }
              onChange={onChange}
              onSelect={canned.onTyped}
              onBlur={canned.close}
              onKeyDown={onKeyDown}
              onPaste={onPaste}
            />
          </div>
          {open.length > 0 && (
            <div className={styles['open']} role={isWarned ? 'alert' : 'status'}>
              <span>{words.compose.unknown}</span>
              {open.map(({ text, start }) => (
                <button
                  key={start}
                  type="button"
                  onClick={() => {
                    box.current?.focus();
                    box.current?.setSelectionRange(start, start + text.length);
                  }}
                >
                  {text}
                </button>
              ))}
              {isWarned && (
                <Button isSmall kind="quiet" onClick={() => send(true)}>
                  {words.compose.sendAnyway}
                </Button>
              )}
            </div>
          )}
          <div className={styles['tools']}>
            {!isNote && (
              <>
                <IconButton
                  isSmall
                  label={`${words.compose.attach}. ${limitsInWords(limits)}`}
                  onClick={() => picker.current?.click()}
                >
                  <Paperclip aria-hidden="true" />
                </IconButton>
                <input
                  ref={picker}
                  type="file"
                  multiple
                  hidden
                  aria-label={words.compose.attach}
                  onChange={(event) => {
                    takeFiles([...(event.currentTarget.files ?? [])]);
                    event.currentTarget.value = '';
                  }}
                />
              </>
            )}
            <IconButton
              isSmall
              label={words.compose.emoji}
              aria-expanded={panel === 'emoji'}
              onPointerDown={(event) => event.stopPropagation()}
              onClick={() => setPanel(panel === 'emoji' ? null : 'emoji')}
            >
              <Smile aria-hidden="true" />
            </IconButton>
            {!isNote && (
              <>
                <IconButton
                  isSmall
                  label={words.compose.canned}
                  onPointerDown={(event) => event.preventDefault()}
                  onClick={() => {
                    const at = box.current?.selectionStart ?? body.length;
                    const isAfterWord = /\S$/.test(body.slice(0, at));
                    insertAtCaret(isAfterWord ? ' /' : '/', at, at);
                    canned.onTyped();
                  }}
                >
                  <MessageSquareText aria-hidden="true" />
                </IconButton>
                <IconButton isSmall label={words.compose.template} onClick={() => setPanel('template')}>
                  <LayoutTemplate aria-hidden="true" />
                </IconButton>
              </>
            )}
            <span className={styles['hint']} id={`${id}-hint`}>
              <button
                type="button"
                aria-pressed={enterSends}
                title={words.compose.options}
                onClick={toggleEnter}
              >
                {enterSends ? words.compose.enterSends : words.compose.enterBreaks}
              </button>
            </span>
            <Counter text={body} isSms={!isNote && reach.channel === 'sms'} most={most} />
            <Button
              kind="primary"
              isSmall
              isBusy={isSaving}
              disabled={!canSend}
              onClick={() => send()}
              className={styles['send'] ?? ''}
            >
              {!isSaving &&
                (isNote ? <FileText aria-hidden="true" /> : <SendHorizontal aria-hidden="true" />)}
              <span>{isNote ? words.compose.sendNote : words.compose.send}</span>
            </Button>
          </div>
        </>
      )}
      <Suspense fallback={null}>
        {panel === 'emoji' && (
          <EmojiPicker
            onChoose={(emoji) => {
              insertAtCaret(emoji);
              setPanel(null);
            }}
            onClose={() => {
              setPanel(null);
              box.current?.focus();
            }}
          />
        )}
        {panel === 'template' && (
          <TemplateDialog
            conversationSid={sid}
            channel={reach.channel}
            isWindowOpen={!isShut}
            suggested={{ name: customerName }}
            onClose={() => setPanel(null)}
          />
        )}
      </Suspense>
    </div>
  );
}
