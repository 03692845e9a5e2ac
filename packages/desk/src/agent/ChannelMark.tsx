// The channel a customer comes through, as an icon with its name.
import { Globe, Inbox, type LucideIcon, Mail, MessageCircle, MessageSquareText, Send } from 'lucide-react';
import { channelName } from '#desk/words/channels.ts';
import styles from './ChannelMark.module.css';

const ICONS: Readonly<Record<string, LucideIcon>> = {
  sms: MessageSquareText,
  whatsapp: MessageCircle,
  messenger: Send,
  email: Mail,
  web: Globe,
  chat: Globe,
};

/** The icon alone; its name is read to those who do not see it. */
export function ChannelMark({ channel }: { readonly channel: string }) {
  const Icon = ICONS[channel] ?? Inbox;
  return (
    <span className={styles['mark']} title={channelName(channel)}>
      <Icon aria-hidden="true" />
      <span className="visually-hidden">{channelName(channel)}</span>
    </span>
  );
}
