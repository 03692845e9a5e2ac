// The button that opens an overlay.
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';

interface PressTriggerProps {
  readonly label: string;
  readonly className: string;
  readonly children: ReactNode;
}

/** A button in the caller's look that tells its overlay when it is pressed. */
export function PressTrigger({ label, className, children }: PressTriggerProps) {
  return (
    <AriaButton aria-label={label} className={className}>
      {children}
    </AriaButton>
  );
}
