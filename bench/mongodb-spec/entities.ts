import { mongo } from 'mongoose';
import { Mismatch } from './match.ts';
import type { Doc, Entity } from './format.ts';

/** An event of the driver's command monitoring, by its name in the format. */
export interface ObservedEvent {
  name: string;
  event: mongo.CommandStartedEvent | mongo.CommandSucceededEvent | mongo.CommandFailedEvent;
}

const EVENTS: Record<string, 'commandStarted' | 'commandSucceeded' | 'commandFailed'> = {
  commandStartedEvent: 'commandStarted',
  commandSucceededEvent: 'commandSucceeded',
  commandFailedEvent: 'commandFailed',
};

/** Clients, databases and collections of one test. */
export class Entities {
  readonly events = new Map<string, ObservedEvent[]>();
  readonly #uri: string;
  readonly #options: mongo.MongoClientOptions;
  readonly #clients = new Map<string, mongo.MongoClient>();
  readonly #databases = new Map<string, mongo.Db>();
  readonly #collections = new Map<string, mongo.Collection>();

  /** @param clientOptions of every client. */
  constructor(uri: string, clientOptions: mongo.MongoClientOptions) {
    this.#uri = uri;
    this.#options = clientOptions;
  }

  async create(entities: readonly Entity[]): Promise<void> {
    for (const { client, database, collection } of entities) {
      if (client) await this.#createClient(client);
      else if (database)
        this.#databases.set(
          database.id,
          this.client(database.client).db(database.databaseName, options(database.databaseOptions)),
        );
      else if (collection)
        this.#collections.set(
          collection.id,
          this.database(collection.database).collection(
            collection.collectionName,
            options(collection.collectionOptions),
          ),
        );
      else throw new Mismatch('the runner does not know an entity of this kind');
    }
  }

  async #createClient(spec: NonNullable<Entity['client']>): Promise<void> {
    const client = new mongo.MongoClient(this.#uri, {
      monitorCommands: true,
      serverSelectionTimeoutMS: 5_000,
      ...this.#options,
      ...spec.uriOptions,
    });
    const seen: ObservedEvent[] = [];
    const ignored = new Set(['configureFailPoint', ...(spec.ignoreCommandMonitoringEvents ?? [])]);
    for (const name of spec.observeEvents ?? []) {
      const driverName = EVENTS[name];
      if (!driverName) throw new Mismatch(`the runner does not observe ${name}`);
      const see = (event: ObservedEvent['event']): void => {
        if (!ignored.has(event.commandName)) seen.push({ name, event });
      };
      client.on(driverName, see);
    }
    this.events.set(spec.id, seen);
    this.#clients.set(spec.id, client);
    await client.connect();
  }

  client(id: string): mongo.MongoClient {
    return known(this.#clients.get(id), id);
  }

  database(id: string): mongo.Db {
    return known(this.#databases.get(id), id);
  }

  collection(id: string): mongo.Collection {
    return known(this.#collections.get(id), id);
  }

  /** The kind of entity that an operation is asked of. */
  kindOf(id: string): 'client' | 'database' | 'collection' | undefined {
    if (this.#clients.has(id)) return 'client';
    if (this.#databases.has(id)) return 'database';
    return this.#collections.has(id) ? 'collection' : undefined;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map(async (client) => client.close()));
  }
}

function known<T>(entity: T | undefined, id: string): T {
  if (!entity) throw new Mismatch(`the test names ${id}, which it did not make`);
  return entity;
}

/** Options of a database or collection, as the driver takes them. */
function options(spec: Doc | undefined): Doc {
  const { readPreference, ...rest } = spec ?? {};
  if (typeof readPreference !== 'object' || readPreference === null) return rest;
  return {
    ...rest,
    readPreference: mongo.ReadPreference.fromOptions({ readPreference: readPreference as never })!,
  };
}
