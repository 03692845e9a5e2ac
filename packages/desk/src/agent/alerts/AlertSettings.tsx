// The dialog in which the agent chooses what may make a noise and what may notify.
import { BellRing, Volume2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#desk/ui/Button.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { words } from '#desk/words/tasks.ts';
import styles from './AlertSettings.module.css';
import { askForNotices, noticePermission } from './notices.ts';
import { chooseAlerts, type AlertSettings as Settings, useAlertSettings } from './settings.ts';
import { play } from './tones.ts';

interface SwitchProps {
  readonly name: keyof Settings;
  readonly label: string;
  readonly isDisabled?: boolean;
}

function Switch({ name, label, isDisabled = false }: SwitchProps) {
  const settings = useAlertSettings();
  return (
    <label className={styles['choice']}>
      <input
        type="checkbox"
        checked={settings[name]}
        disabled={isDisabled}
        onChange={({ target }) => chooseAlerts({ [name]: target.checked })}
      />
      {label}
    </label>
  );
}

function DesktopNotices() {
  const [permission, setPermission] = useState(noticePermission);
  const isAllowed = permission === 'granted';
  const ask = () => void askForNotices().then(setPermission);
  return (
    <fieldset className={styles['group']}>
      <legend>{words.alerts.desktop}</legend>
      <Switch name="offerNotice" label={words.alerts.desktopOffers} isDisabled={!isAllowed} />
      <Switch name="messageNotice" label={words.alerts.desktopMessages} isDisabled={!isAllowed} />
      {permission === 'default' && (
        <div className={styles['ask']}>
          <Button isSmall onClick={ask}>
            <BellRing aria-hidden="true" />
            {words.alerts.allow}
          </Button>
          <p>{words.alerts.ask}</p>
        </div>
      )}
      {permission === 'denied' && <Notice tone="warn">{words.alerts.denied}</Notice>}
      {permission === 'missing' && <Notice>{words.alerts.missing}</Notice>}
    </fieldset>
  );
}

interface AlertSettingsProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Notifications and sound. */
export function AlertSettings({ isOpen, onClose }: AlertSettingsProps) {
  return (
    <Dialog
      title={words.alerts.title}
      isOpen={isOpen}
      onClose={onClose}
      foot={
        <Button kind="primary" onClick={onClose}>
          {words.alerts.done}
        </Button>
      }
    >
      <div className={styles['settings']}>
        <fieldset className={styles['group']}>
          <legend>{words.alerts.sounds}</legend>
          <Switch name="offerSound" label={words.alerts.offerSound} />
          <Switch name="messageSound" label={words.alerts.messageSound} />
          <div>
            <Button isSmall onClick={() => void play('offer')}>
              <Volume2 aria-hidden="true" />
              {words.alerts.try}
            </Button>
          </div>
        </fieldset>
        <DesktopNotices />
        <p className={styles['kept']}>{words.alerts.kept}</p>
      </div>
    </Dialog>
  );
}
