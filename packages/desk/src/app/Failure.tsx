// Keeps a part of the page that fails from taking the rest with it.
import { CircleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Button } from '#desk/ui/Button.tsx';
import { Empty } from '#desk/ui/Notice.tsx';
import { words } from '#desk/words/app.ts';

interface FailureProps {
  /** Another value starts afresh: the page's address, a task's SID. */
  readonly of?: string;
  readonly children: ReactNode;
}

/** Shows its children, or, when one of them throws, that it did and a way to try again. */
export class Failure extends Component<FailureProps, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidUpdate(before: FailureProps) {
    if (before.of !== this.props.of && this.state.error !== null) this.setState({ error: null });
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <Empty
        icon={CircleAlert}
        title={words.failed.title}
        actions={<Button onClick={() => this.setState({ error: null })}>{words.failed.again}</Button>}
      >
        <p>{words.failed.text}</p>
        <p>{this.state.error.message}</p>
      </Empty>
    );
  }
}
