// One filter of a workflow: which tasks, and the steps they go through.
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { Button, IconButton } from '#desk/ui/Button.tsx';
import { ChoiceField, TextField } from '#desk/ui/Field.tsx';
import { words } from '#desk/words/admin-routing.ts';
import { ExpressionField } from '../expression/ExpressionField.tsx';
import parts from '../parts/parts.module.css';
import {
  type Configuration,
  changeFilter,
  changeTargets,
  filterName,
  filtersOf,
  moveFilter,
  removeFilter,
  type Target,
} from './configuration.ts';
import styles from './Workflow.module.css';

const text = words.workflows;

/** A queue to choose. */
export interface QueueChoice {
  readonly sid: string;
  readonly friendly_name: string;
}

interface TargetFormProps {
  readonly target: Target;
  readonly number: number;
  readonly queues: readonly QueueChoice[];
  readonly onChange: (change: Target) => void;
  readonly onRemove: (() => void) | null;
}

function TargetForm({ target, number, queues, onChange, onRemove }: TargetFormProps) {
  const isSpecial = Boolean(
    target.expression || target.skip_if || target.order_by || target.known_worker_sid,
  );
  return (
    <li className={styles['target']}>
      <div className={styles['targetHead']}>
        <h3>{text.target(number)}</h3>
        {onRemove && (
          <IconButton isSmall label={text.removeTarget(number)} onClick={onRemove}>
            <Trash2 aria-hidden="true" />
          </IconButton>
        )}
      </div>
      <div className={parts['pair']}>
        <ChoiceField
          label={text.targetQueue}
          value={target.queue ?? ''}
          onChange={(event) => onChange({ queue: event.target.value })}
          choices={[
            { value: '', label: number === 1 ? text.noQueue : text.sameQueue },
            ...queues.map(({ sid, friendly_name }) => ({ value: sid, label: friendly_name })),
          ]}
        />
        <TextField
          label={text.targetTimeout}
          type="number"
          min={1}
          value={target.timeout ?? ''}
          onChange={(event) => onChange({ timeout: event.target.value })}
        />
        <TextField
          label={text.targetPriority}
          type="number"
          min={0}
          value={target.priority ?? ''}
          onChange={(event) => onChange({ priority: event.target.value })}
        />
      </div>
      <details open={isSpecial} className={styles['more']}>
        <summary>{text.more}</summary>
        <div className={parts['form']}>
          <ExpressionField
            label={text.targetExpression}
            hint={text.targetExpressionHint}
            kind="target"
            value={target.expression ?? ''}
            onChange={(expression) => onChange({ expression })}
          />
          <ExpressionField
            label={text.skipIf}
            hint={text.skipIfHint}
            kind="skip"
            value={target.skip_if ?? ''}
            onChange={(expression) => onChange({ skip_if: expression })}
          />
          <div className={parts['pair']}>
            <TextField
              label={text.orderBy}
              hint={text.orderByHint}
              value={target.order_by ?? ''}
              onChange={(event) => onChange({ order_by: event.target.value })}
            />
            <TextField
              label={text.knownWorker}
              hint={text.knownWorkerHint}
              value={target.known_worker_sid ?? ''}
              onChange={(event) => onChange({ known_worker_sid: event.target.value })}
            />
          </div>
        </div>
      </details>
    </li>
  );
}

interface FilterFormProps {
  readonly configuration: Configuration;
  readonly index: number;
  readonly queues: readonly QueueChoice[];
  readonly onChange: (configuration: Configuration) => void;
}

/** The form of the filter at a place. */
export function FilterForm({ configuration, index, queues, onChange }: FilterFormProps) {
  const filters = filtersOf(configuration);
  const filter = filters[index]!;
  const targets = filter.targets ?? [];
  const name = filterName(filter) || text.filter(index + 1);
  const change = (changed: Parameters<typeof changeFilter>[2]) =>
    onChange(changeFilter(configuration, index, changed));
  const setTargets = (next: (targets: readonly Target[]) => readonly Target[]) =>
    onChange(changeTargets(configuration, index, next));
  return (
    <fieldset className={styles['filter']}>
      <legend className="visually-hidden">{name}</legend>
      <div className={styles['filterHead']}>
        <h2 dir="auto">{name}</h2>
        <IconButton
          isSmall
          label={text.up(name)}
          disabled={index === 0}
          onClick={() => onChange(moveFilter(configuration, index, -1))}
        >
          <ArrowUp aria-hidden="true" />
        </IconButton>
        <IconButton
          isSmall
          label={text.down(name)}
          disabled={index === filters.length - 1}
          onClick={() => onChange(moveFilter(configuration, index, 1))}
        >
          <ArrowDown aria-hidden="true" />
        </IconButton>
        <IconButton
          isSmall
          label={text.removeFilter(name)}
          onClick={() => onChange(removeFilter(configuration, index))}
        >
          <Trash2 aria-hidden="true" />
        </IconButton>
      </div>
      <TextField
        label={text.filterName}
        dir="auto"
        value={filterName(filter)}
        onChange={(event) => change({ filter_friendly_name: event.target.value })}
      />
      <ExpressionField
        label={text.filterExpression}
        hint={text.filterExpressionHint}
        kind="task"
        value={filter.expression ?? ''}
        onChange={(expression) => change({ expression })}
      />
      <ol className={styles['targets']}>
        {targets.map((target, place) => (
          <TargetForm
            key={place}
            target={target}
            number={place + 1}
            queues={queues}
            onChange={(changed) =>
              setTargets((before) => before.with(place, { ...before[place], ...changed }))
            }
            onRemove={targets.length > 1 ? () => setTargets((before) => before.toSpliced(place, 1)) : null}
          />
        ))}
      </ol>
      <div>
        <Button isSmall onClick={() => setTargets((before) => [...before, {}])}>
          <Plus aria-hidden="true" />
          {text.addTarget}
        </Button>
      </div>
    </fieldset>
  );
}
