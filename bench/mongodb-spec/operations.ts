import type { mongo } from 'mongoose';
import type { Entities } from './entities.ts';
import type { Doc, Operation } from './format.ts';
import { Mismatch } from './match.ts';

/** What an operation gave, and whether each document of it counts as a root. */
export interface Outcome {
  value: unknown;
  /** The documents of a cursor: each may have more fields than are expected. */
  documents: boolean;
}

/** Works one operation of a test with the driver. */
export async function runOperation(entities: Entities, operation: Operation): Promise<Outcome> {
  const args = { ...operation.arguments };
  switch (entities.kindOf(operation.object)) {
    case 'client':
      if (operation.name === 'clientBulkWrite')
        return single(await clientBulkWrite(entities.client(operation.object), args));
      break;
    case 'database':
      return onDatabase(entities.database(operation.object), operation.name, args);
    case 'collection':
      return onCollection(entities.collection(operation.object), operation.name, args);
    default:
  }
  throw new Mismatch(`the runner does not know the operation ${operation.name} of ${operation.object}`);
}

function single(value: unknown): Outcome {
  return { value, documents: false };
}

async function onDatabase(database: mongo.Db, name: string, args: Doc): Promise<Outcome> {
  switch (name) {
    case 'aggregate': {
      const { pipeline, ...options } = args;
      return { value: await database.aggregate(pipeline as Doc[], options).toArray(), documents: true };
    }
    case 'createCollection': {
      const { collection, ...options } = args;
      await database.createCollection(collection as string, options);
      return single(undefined);
    }
    case 'dropCollection': {
      const { collection, ...options } = args;
      return single(await database.dropCollection(collection as string, options));
    }
    case 'modifyCollection': {
      const { collection, ...options } = args;
      return single(await database.command({ collMod: collection, ...options }));
    }
    case 'runCommand':
      return single(await database.command(args['command'] as Doc));
    default:
      throw new Mismatch(`the runner does not know the operation ${name} of a database`);
  }
}

async function onCollection(collection: mongo.Collection, name: string, args: Doc): Promise<Outcome> {
  const {
    filter = {},
    update,
    replacement,
    document,
    documents,
    pipeline,
    ...options
  } = args as {
    filter?: Doc;
    update?: Doc;
    replacement?: Doc;
    document?: Doc;
    documents?: Doc[];
    pipeline?: Doc[];
  } & Doc;
  if (typeof options['returnDocument'] === 'string')
    options['returnDocument'] = options['returnDocument'].toLowerCase();
  switch (name) {
    case 'find':
      return { value: await collection.find(filter, options).toArray(), documents: true };
    case 'aggregate':
      return { value: await collection.aggregate(pipeline, options).toArray(), documents: true };
    case 'findOne':
      return single(await collection.findOne(filter, options));
    case 'insertOne':
      return single(await collection.insertOne(document!, options));
    case 'insertMany':
      return single(await collection.insertMany(documents!, options));
    case 'updateOne':
      return single(await collection.updateOne(filter, update!, options));
    case 'updateMany':
      return single(await collection.updateMany(filter, update!, options));
    case 'replaceOne':
      return single(await collection.replaceOne(filter, replacement!, options));
    case 'deleteOne':
      return single(await collection.deleteOne(filter, options));
    case 'deleteMany':
      return single(await collection.deleteMany(filter, options));
    case 'findOneAndDelete':
      return single(await collection.findOneAndDelete(filter, options));
    case 'findOneAndReplace':
      return single(await collection.findOneAndReplace(filter, replacement!, options));
    case 'findOneAndUpdate':
      return single(await collection.findOneAndUpdate(filter, update!, options));
    case 'countDocuments':
      return single(await collection.countDocuments(filter, options));
    case 'estimatedDocumentCount':
      return single(await collection.estimatedDocumentCount(options));
    case 'count':
      return single(await count(collection, filter, options));
    case 'distinct':
      return single(
        await collection.distinct(options['fieldName'] as string, filter, without(options, 'fieldName')),
      );
    case 'bulkWrite':
      return single(
        await collection.bulkWrite(
          options['requests'] as mongo.AnyBulkWriteOperation[],
          without(options, 'requests'),
        ),
      );
    case 'createIndex':
      return single(
        await collection.createIndex(options['keys'] as mongo.IndexSpecification, without(options, 'keys')),
      );
    default:
      throw new Mismatch(`the runner does not know the operation ${name} of a collection`);
  }
}

/** The deprecated helper of the driver, for the tests that are about it. */
async function count(collection: mongo.Collection, filter: Doc, options: Doc): Promise<number> {
  // oxlint-disable-next-line typescript/no-deprecated
  return collection.count(filter, options);
}

function without(options: Doc, name: string): Doc {
  const { [name]: _, ...rest } = options;
  return rest;
}

/** The format names a model by its only field; the driver by a field `name`. */
async function clientBulkWrite(client: mongo.MongoClient, { models, ...options }: Doc): Promise<unknown> {
  const named = (models as Record<string, Doc>[]).map((model) => {
    const [name, fields] = Object.entries(model)[0]!;
    return { name, ...fields };
  });
  const result = await client.bulkWrite(named as unknown as mongo.AnyClientBulkWriteModel<Doc>[], options);
  return bulkResult(result);
}

/** A result of `clientBulkWrite` with its maps as documents, as the format writes them. */
export function bulkResult(result: mongo.ClientBulkWriteResult): Doc {
  const plain: Doc = { ...result };
  for (const name of ['insertResults', 'updateResults', 'deleteResults'] as const) {
    const results = result[name] as ReadonlyMap<number, object> | undefined;
    if (results)
      plain[name] = Object.fromEntries([...results].map(([index, each]) => [String(index), specified(each)]));
  }
  return plain;
}

/** A result without what this driver adds to the specified fields. */
function specified(result: object): Doc {
  const { didUpsert: _, ...rest } = result as Doc;
  return rest;
}
