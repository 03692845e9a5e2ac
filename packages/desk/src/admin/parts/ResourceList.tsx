// Things of one kind: the list, and the form that makes, changes and removes one. The address says which is open.
import { type ReactNode, useEffect } from 'react';
import { useLocation } from 'wouter';
import { Notice } from '#desk/ui/Notice.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import type { Column } from '#desk/ui/Table.tsx';
import { notify } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/admin.ts';
import { AddButton } from './AddButton.tsx';
import type { EditState } from './EditForm.tsx';
import { FormDialog } from './FormDialog.tsx';
import type { FieldSpec, Values } from './fields.ts';
import { ListTable } from './ListTable.tsx';
import { type ListRequest, readAnew, useList } from './lists.ts';
import { Part, Section } from './Section.tsx';

/** A kind of thing, and how it is shown and changed. */
interface ResourceKind<Row> {
  /** Where the list is: `/admin/canned`. A thing's form is below it. */
  readonly at: string;
  readonly title: string;
  readonly intro?: ReactNode;
  readonly list: ListRequest;
  readonly keyOf: (row: Row) => string;
  readonly nameOf: (row: Row) => string;
  readonly columns: readonly [Column<Row>, ...Column<Row>[]];
  readonly empty: string;
  /** The button that makes one; none are made here without it. */
  readonly addLabel?: string;
  readonly fields: (row: Row | null) => readonly FieldSpec[];
  readonly valuesOf: (row: Row | null) => Values;
  readonly save: (values: Values, row: Row | null) => Promise<unknown>;
  readonly remove?: (row: Row) => Promise<unknown>;
  /** What goes with it, said before it is removed. */
  readonly removeText?: (row: Row) => string;
  /** Below the fields of the form. */
  readonly beside?: (row: Row | null, edit: EditState) => ReactNode;
  readonly shape?: 'normal' | 'wide' | 'side';
  /** Part of a page with other lists. */
  readonly isPart?: boolean;
  /** More buttons beside the one that adds. */
  readonly actions?: ReactNode;
}

interface ResourceListProps<Row> {
  readonly kind: ResourceKind<Row>;
  /** What the address says after the list's: a thing's key, `new`, or nothing. */
  readonly open: string | undefined;
}

function OpenForm<Row>({
  kind,
  row,
  onClose,
}: {
  readonly kind: ResourceKind<Row>;
  readonly row: Row | null;
  readonly onClose: () => void;
}) {
  const { fields, valuesOf, save, remove, nameOf, beside } = kind;
  // Closed first: a thing that was removed would else be missed in the list that is read anew.
  const done = (text: string) => {
    notify(text);
    onClose();
    void readAnew();
  };
  const name = row === null ? (kind.addLabel ?? '') : nameOf(row);
  return (
    <FormDialog
      title={name}
      shape={kind.shape ?? 'side'}
      fields={fields(row)}
      initial={valuesOf(row)}
      onClose={onClose}
      onSave={async (values) => {
        await save(values, row);
        done(words.form.saved);
      }}
      removal={
        row !== null && remove
          ? {
              title: words.form.removeTitle(name),
              text: kind.removeText?.(row) ?? words.form.removeText,
              run: async () => {
                await remove(row);
                done(words.form.removed(name));
              },
            }
          : null
      }
    >
      {(edit) => beside?.(row, edit)}
    </FormDialog>
  );
}

/** The list of a kind of thing with its form. */
export function ResourceList<Row>({ kind, open }: ResourceListProps<Row>) {
  const [, navigate] = useLocation();
  const list = useList<Row>(kind.list);
  const { rows, more, isLoadingMore } = list;
  const close = () => navigate(kind.at);
  const opened = rows?.find((row) => kind.keyOf(row) === open);
  const isSought = open !== undefined && open !== 'new' && rows !== undefined && !opened;
  useEffect(() => {
    if (isSought && more && !isLoadingMore) more();
  }, [isSought, more, isLoadingMore]);
  const Frame = kind.isPart ? Part : Section;
  return (
    <Frame
      title={kind.title}
      intro={kind.intro}
      actions={
        (kind.addLabel || kind.actions) && (
          <>
            {kind.actions}
            {kind.addLabel && (
              <AddButton
                label={kind.addLabel}
                isPart={kind.isPart}
                onPress={() => navigate(`${kind.at}/new`)}
              />
            )}
          </>
        )
      }
    >
      <ListTable
        label={kind.title}
        columns={kind.columns}
        list={list}
        rowKey={kind.keyOf}
        href={(row) => `${kind.at}/${encodeURIComponent(kind.keyOf(row))}`}
        isChosen={(row) => kind.keyOf(row) === open}
        empty={kind.empty}
      />
      {open === 'new' && <OpenForm kind={kind} row={null} onClose={close} />}
      {open !== undefined && open !== 'new' && opened && (
        <OpenForm key={open} kind={kind} row={opened} onClose={close} />
      )}
      {isSought && !more && (
        <Dialog isOpen title={words.form.goneTitle} onClose={close}>
          <Notice tone="warn">
            <p>{words.form.gone}</p>
          </Notice>
        </Dialog>
      )}
    </Frame>
  );
}
