// Inbound flows of both generations.
import { useLocation } from 'wouter';
import { Tabs } from '#desk/ui/Tabs.tsx';
import { words } from '#desk/words/admin-reach.ts';
import { Section } from '../parts/Section.tsx';
import { Addresses } from './Addresses.tsx';
import { FlexFlows } from './FlexFlows.tsx';

const text = words.flows;

/** The section. `rest` is the tab and what is open in it. */
export function Flows({ rest }: { readonly rest: readonly string[] }) {
  const [, navigate] = useLocation();
  const selected = rest[0] === 'addresses' ? 'addresses' : 'flex';
  return (
    <Section title={text.title} intro={text.intro}>
      <Tabs
        label={text.tabs}
        selected={selected}
        onSelect={(id) => navigate(`/admin/flows/${id}`)}
        tabs={[
          { id: 'flex', label: text.flex.title },
          { id: 'addresses', label: text.addresses.title },
        ]}
      >
        {selected === 'flex' ? <FlexFlows open={rest[1]} /> : <Addresses open={rest[1]} />}
      </Tabs>
    </Section>
  );
}
