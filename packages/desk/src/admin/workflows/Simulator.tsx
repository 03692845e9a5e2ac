// Tries a workflow on a task that does not exist.
import { Play } from 'lucide-react';
import { useState } from 'react';
import { post } from '#desk/rest/request.ts';
import { Button } from '#desk/ui/Button.tsx';
import { classes } from '#desk/ui/classes.ts';
import { ChoiceField, TextField } from '#desk/ui/Field.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { words } from '#desk/words/admin-routing.ts';
import { parameterOf, reasonOf } from '../parts/fields.ts';
import { JsonField } from '../parts/JsonField.tsx';
import { jsonProblem } from '../parts/json-problem.ts';
import { useAll } from '../parts/lists.ts';
import parts from '../parts/parts.module.css';
import { type Simulation, saidSteps } from './simulation.ts';
import styles from './Workflow.module.css';

function Outcome({ simulation }: { readonly simulation: Simulation }) {
  return (
    <div className={styles['outcome']} role="status">
      <h2>{words.simulator.steps}</h2>
      <ol className={styles['steps']}>
        {saidSteps(simulation).map((step, number) => (
          <li key={number} className={classes(styles['step'], step.isOffered && styles['offered'])}>
            <p className={styles['when']}>{step.when}</p>
            {step.sentences.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </li>
        ))}
      </ol>
      <Notice tone={simulation.outcome === 'stays' ? 'good' : 'warn'}>
        <p>{simulation.explanation}</p>
      </Notice>
      {simulation.warnings.length > 0 && (
        <Notice tone="warn" title={words.simulator.warnings}>
          <ul>
            {simulation.warnings.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <code className={parts['code']}>{path}</code> {message}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}

/** Runs the configuration that is being written, saved or not. */
export function Simulator({
  workspace,
  configuration,
}: {
  readonly workspace: string;
  readonly configuration: string;
}) {
  const channels = useAll<{ unique_name: string; friendly_name: string }>({
    path: `${workspace}/TaskChannels`,
  });
  const [attributes, setAttributes] = useState('{\n  \n}');
  const [channel, setChannel] = useState('default');
  const [priority, setPriority] = useState('0');
  const [simulation, setSimulation] = useState<Simulation | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const request = {
        Configuration: configuration,
        TaskAttributes: attributes,
        TaskChannel: channel,
        Priority: priority,
      };
      setSimulation(await post<Simulation>(`${workspace}/Workflows/Simulate`, request));
    } catch (error) {
      setSimulation(null);
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const refused = (parameter: string) => (parameterOf(failure) === parameter ? reasonOf(failure) : null);
  const isElsewhere =
    failure !== null && !['TaskAttributes', 'Priority'].includes(parameterOf(failure) ?? '');
  return (
    <div className={styles['simulator']}>
      <form
        className={parts['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <p className={parts['note']}>{words.simulator.intro}</p>
        <JsonField
          label={words.simulator.attributes}
          rows={7}
          value={attributes}
          onChange={setAttributes}
          error={refused('TaskAttributes')}
        />
        <div className={parts['pair']}>
          <ChoiceField
            label={words.simulator.channel}
            value={channel}
            onChange={(event) => setChannel(event.target.value)}
            choices={(channels.data ?? [{ unique_name: 'default', friendly_name: 'Default' }]).map((one) => ({
              value: one.unique_name,
              label: one.friendly_name,
            }))}
          />
          <TextField
            label={words.simulator.priority}
            type="number"
            min={0}
            value={priority}
            onChange={(event) => setPriority(event.target.value)}
            error={refused('Priority')}
          />
        </div>
        <div>
          <Button kind="primary" type="submit" isBusy={isBusy} disabled={jsonProblem(attributes) !== null}>
            <Play aria-hidden="true" />
            {words.simulator.run}
          </Button>
        </div>
        {isElsewhere && (
          <Notice tone="bad">
            <p>{reasonOf(failure)}</p>
          </Notice>
        )}
      </form>
      {simulation && <Outcome simulation={simulation} />}
    </div>
  );
}
