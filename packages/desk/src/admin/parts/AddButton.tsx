// The button that makes another one of what is listed.
import { Plus } from 'lucide-react';
import { Button } from '#desk/ui/Button.tsx';

interface AddButtonProps {
  readonly label: string;
  /** The list is part of a page with other lists. */
  readonly isPart?: boolean | undefined;
  readonly onPress: () => void;
}

/** In the head of a list. */
export function AddButton({ label, isPart = false, onPress }: AddButtonProps) {
  return (
    <Button kind={isPart ? 'secondary' : 'primary'} onClick={onPress}>
      <Plus aria-hidden="true" />
      {label}
    </Button>
  );
}
