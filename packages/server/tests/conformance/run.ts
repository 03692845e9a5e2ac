// One conformance run: probes every documented operation, plays all scenarios, and reports on each operation.

import type { Operation, Product } from '../support/openapi/documents.ts';
import { startServer } from '../support/start-server.ts';
import { type Probe, probeOperation } from './built-operations.ts';
import { type Account, Conformance, ScenarioStopped } from './conformance.ts';
import { documentedOperations, reportedProducts } from './documented.ts';
import { type Scenario, scenarios } from './scenarios.ts';

/** What a run found out about one operation. */
export interface OperationReport {
  readonly operation: Operation;
  readonly isBuilt: boolean;
  /** Why it does not conform; empty when it does, or when it is not built and says so. */
  readonly problems: readonly string[];
}

/** What a run found out about one product. */
export interface ProductReport {
  readonly product: Product;
  readonly operations: readonly OperationReport[];
  /** The refusal that ended the product's scenario early. */
  readonly interruption: string | undefined;
}

/** Runs everything against a fresh server on the database at `databaseUrl`. */
export async function runConformance(databaseUrl: string): Promise<ProductReport[]> {
  const server = await startServer(databaseUrl);
  try {
    const conformance = new Conformance(server);
    const interruptions = new Map<Product, string>();
    for (const scenario of scenarios) {
      try {
        await scenario.play(conformance);
        await server.settled();
      } catch (error) {
        interruptions.set(scenario.product, interruptionOf(scenario, error));
      }
    }
    const prober = await server.addAccount();
    const reports: ProductReport[] = [];
    for (const product of reportedProducts) {
      const operations: OperationReport[] = [];
      for (const operation of documentedOperations(product)) {
        const probe = await probeOperation(server, prober, operation);
        operations.push(judge(operation, probe, conformance.accountOf(operation)));
      }
      reports.push({ product, operations, interruption: interruptions.get(product) });
    }
    return reports;
  } finally {
    await server.stop();
  }
}

/** What the probe and the calls of an operation amount to. */
export function judge(operation: Operation, probe: Probe, account: Account): OperationReport {
  const { isBuilt, fault } = probe;
  const uncalled = isBuilt && account.calls === 0 ? ['is built, but no scenario calls it'] : [];
  const problems = [...(fault === undefined ? [] : [fault]), ...uncalled, ...account.problems];
  return { operation, isBuilt, problems: [...new Set(problems)] };
}

function interruptionOf(scenario: Scenario, error: unknown): string {
  return `the scenario of ${scenario.product} ended early: ${error instanceof ScenarioStopped ? error.message : ((error as Error).stack ?? error)}`;
}
