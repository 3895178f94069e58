import { Long } from 'bson';
import type { Collection } from '../collection.ts';
import { CommandError, notBuilt } from '../errors.ts';
import { compileFilter } from '../filter.ts';
import { parseIndex } from '../index-spec.ts';
import { equalValues } from '../keys.ts';
import { refuseCollation, type Engine, type Request } from '../request.ts';
import { shellText } from '../shell-text.ts';
import { encode, isDocument, isNumeric, toNumber, type Doc } from '../values.ts';

const MANAGED_OPTIONS = ['validator', 'validationLevel', 'validationAction'];

/** The command `create`. */
export function create(engine: Engine, request: Request): Doc {
  request.allow(
    ...MANAGED_OPTIONS,
    'capped',
    'size',
    'max',
    'timeseries',
    'viewOn',
    'pipeline',
    'collation',
    'storageEngine',
    'indexOptionDefaults',
    'clusteredIndex',
    'expireAfterSeconds',
    'changeStreamPreAndPostImages',
    'encryptedFields',
    'autoIndexId',
    'idIndex',
    'temp',
  );
  request.refuse(
    'capped',
    'size',
    'max',
    'timeseries',
    'viewOn',
    'pipeline',
    'collation',
    'storageEngine',
    'indexOptionDefaults',
    'clusteredIndex',
    'expireAfterSeconds',
    'changeStreamPreAndPostImages',
    'encryptedFields',
  );
  const same = engine.catalog.find(request.database, request.collectionName);
  const options = validatorOptions(request);
  // Made again with the same options is fine
  if (same && equalValues(engine.catalog.optionsOf(same), options)) return {};
  engine.catalog.create(request.database, request.collectionName, options);
  return {};
}

function validatorOptions(request: Request): Doc {
  const options: Doc = {};
  for (const name of MANAGED_OPTIONS)
    if (request.body[name] !== undefined) options[name] = request.body[name];
  const validator = request.document('validator');
  if (validator) compileFilter(validator);
  checkWord(options['validationLevel'], ['off', 'strict', 'moderate']);
  checkWord(options['validationAction'], ['error', 'warn']);
  return options;
}

function checkWord(value: unknown, known: string[]): void {
  if (value !== undefined && !known.some((each) => each === value))
    throw new CommandError(2, `Enumeration value ${shellText(value)} is not one of ${known.join(', ')}`);
}

/** The command `collMod`: validators, and of an index its expiry and whether it is hidden. */
export function collMod(engine: Engine, request: Request): Doc {
  request.allow(
    ...MANAGED_OPTIONS,
    'index',
    'viewOn',
    'pipeline',
    'changeStreamPreAndPostImages',
    'expireAfterSeconds',
    'cappedSize',
    'cappedMax',
    'dryRun',
  );
  request.refuse(
    'viewOn',
    'pipeline',
    'changeStreamPreAndPostImages',
    'expireAfterSeconds',
    'cappedSize',
    'cappedMax',
    'dryRun',
  );
  const collection = existing(engine, request);
  const given = validatorOptions(request);
  if (Object.keys(given).length > 0)
    engine.catalog.setOptions(collection, { ...engine.catalog.optionsOf(collection), ...given });
  const change = request.document('index');
  if (!change) return {};
  for (const name of Object.keys(change))
    if (!['name', 'keyPattern', 'expireAfterSeconds', 'hidden'].includes(name))
      throw notBuilt(`the option 'index.${name}' of the command collMod`);
  const [index] = indexesFor(collection, change['name'] ?? change['keyPattern']);
  const document: Doc = { ...index!.spec.document };
  const answer: Doc = {};
  for (const name of ['expireAfterSeconds', 'hidden'])
    if (change[name] !== undefined) {
      answer[`${name}_old`] = document[name];
      answer[`${name}_new`] = change[name];
      document[name] = change[name];
    }
  engine.catalog.changeIndex(index!, document);
  return answer;
}

/** The command `drop`. */
export function drop(engine: Engine, request: Request): Doc {
  request.allow();
  const collection = engine.catalog.find(request.database, request.collectionName);
  if (!collection) return {};
  const nIndexesWas = collection.indexes.length;
  engine.catalog.drop(collection);
  return { nIndexesWas, ns: request.namespace };
}

/** The command `dropDatabase`. */
export function dropDatabase(engine: Engine, request: Request): Doc {
  request.allow();
  const collections = engine.catalog.list(request.database);
  for (const collection of collections) engine.catalog.drop(collection);
  return collections.length > 0 ? { dropped: request.database } : {};
}

/** The command `renameCollection`. */
export function renameCollection(engine: Engine, request: Request): Doc {
  request.allow('to', 'dropTarget');
  const from = splitNamespace(request.string('renameCollection'));
  const to = splitNamespace(request.string('to'));
  const collection = engine.catalog.find(...from);
  if (!collection) throw new CommandError(26, `Source collection ${from.join('.')} does not exist`);
  const target = engine.catalog.find(...to);
  if (target && !request.flag('dropTarget')) throw new CommandError(48, 'target namespace exists');
  if (target === collection) throw new CommandError(20, "Can't rename a collection to itself");
  if (target) engine.catalog.drop(target);
  engine.catalog.rename(collection, ...to);
  return {};
}

function splitNamespace(namespace: string | undefined): [string, string] {
  const dot = namespace?.indexOf('.') ?? -1;
  if (namespace === undefined || dot < 1)
    throw new CommandError(73, `Invalid namespace specified '${namespace ?? ''}'`);
  return [namespace.slice(0, dot), namespace.slice(dot + 1)];
}

/** The command `listCollections`. */
export function listCollections(engine: Engine, request: Request): Doc {
  request.allow('filter', 'nameOnly', 'authorizedCollections', 'cursor');
  const matches = compileFilter(request.document('filter') ?? {});
  const nameOnly = request.flag('nameOnly');
  const documents = engine.catalog
    .list(request.database)
    .map((collection): Doc => {
      const head = { name: collection.name, type: 'collection' };
      if (nameOnly) return head;
      return {
        ...head,
        options: engine.catalog.optionsOf(collection),
        info: { readOnly: false },
        idIndex: collection.indexes[0]!.spec.document,
      };
    })
    .filter((doc) => matches(doc));
  return cursorOf(engine, request, `${request.database}.$cmd.listCollections`, documents);
}

/** The command `listDatabases`. */
export function listDatabases(engine: Engine, request: Request): Doc {
  request.allow('filter', 'nameOnly', 'authorizedDatabases');
  const matches = compileFilter(request.document('filter') ?? {});
  const names = [...new Set(engine.catalog.list().map(({ database }) => database))];
  const databases = names
    .map((name): Doc => ({
      name,
      sizeOnDisk: Long.fromNumber(sizeOnDisk(engine.catalog.list(name))),
      empty: false,
    }))
    .filter((doc) => matches(doc));
  if (request.flag('nameOnly')) return { databases: databases.map(({ name }) => ({ name })) };
  return { databases, totalSize: Long.fromNumber(sizeOnDisk(engine.catalog.list())) };
}

function sizeOnDisk(collections: Collection[]): number {
  return collections.reduce((sum, collection) => sum + collection.bytes(), 0);
}

/** The command `createIndexes`. */
export function createIndexes(engine: Engine, request: Request): Doc {
  request.allow('indexes', 'commitQuorum', 'ignoreUnknownIndexOptions');
  request.refuse('ignoreUnknownIndexOptions');
  const specs = (request.array('indexes') ?? []).map((spec) => {
    if (isDocument(spec)) refuseCollation(spec['collation']);
    return parseIndex(withoutSimpleCollation(spec));
  });
  if (specs.length === 0) throw new CommandError(2, 'Must specify at least one index to create');
  const known = engine.catalog.find(request.database, request.collectionName);
  const collection = engine.catalog.findOrCreate(request.database, request.collectionName);
  const numIndexesBefore = collection.indexes.length;
  engine.catalog.createIndexes(collection, specs);
  const numIndexesAfter = collection.indexes.length;
  return {
    numIndexesBefore,
    numIndexesAfter,
    createdCollectionAutomatically: !known,
    ...(numIndexesAfter === numIndexesBefore ? { note: 'all indexes already exist' } : {}),
  };
}

function withoutSimpleCollation(spec: unknown): unknown {
  if (!isDocument(spec)) return spec;
  const { collation: _, ...rest } = spec;
  return rest;
}

/** The command `listIndexes`. */
export function listIndexes(engine: Engine, request: Request): Doc {
  request.allow('cursor', 'includeBuildUUIDs');
  const collection = engine.catalog.find(request.database, request.collectionName);
  if (!collection) throw new CommandError(26, `ns does not exist: ${request.namespace}`);
  const documents = collection.indexes.map(({ spec }) => spec.document);
  return cursorOf(engine, request, request.namespace, documents);
}

/** The command `dropIndexes`. */
export function dropIndexes(engine: Engine, request: Request): Doc {
  request.allow('index');
  const collection = engine.catalog.find(request.database, request.collectionName);
  if (!collection) throw new CommandError(26, `ns not found ${request.namespace}`);
  const nIndexesWas = collection.indexes.length;
  const wanted = request.body['index'];
  const indexes =
    wanted === '*'
      ? collection.indexes.slice(1)
      : (Array.isArray(wanted) ? (wanted as unknown[]) : [wanted]).flatMap((each) =>
          indexesFor(collection, each),
        );
  if (indexes.some(({ spec }) => spec.name === '_id_')) throw new CommandError(72, 'cannot drop _id index');
  for (const index of indexes) engine.catalog.dropIndex(collection, index);
  return { nIndexesWas };
}

function indexesFor(collection: Collection, wanted: unknown): Collection['indexes'] {
  const found = collection.indexes.filter(({ spec }) =>
    typeof wanted === 'string'
      ? spec.name === wanted
      : isDocument(wanted) &&
        equalValues(Object.entries(spec.document['key'] as Doc), Object.entries(wanted)),
  );
  if (found.length === 0)
    throw new CommandError(
      27,
      typeof wanted === 'string'
        ? `index not found with name [${wanted}]`
        : `can't find index with key: ${JSON.stringify(wanted)}`,
    );
  return found;
}

/** The command `collStats`. */
export function collStats(engine: Engine, request: Request): Doc {
  request.allow('scale');
  const collection = engine.catalog.find(request.database, request.collectionName);
  const scale = request.number('scale') || 1;
  const size = collection?.bytes() ?? 0;
  const count = collection?.count ?? 0;
  return {
    ns: request.namespace,
    size: size / scale,
    count,
    avgObjSize: count > 0 ? Math.round(size / count) : 0,
    storageSize: size / scale,
    capped: false,
    nindexes: collection?.indexes.length ?? 0,
    scaleFactor: scale,
  };
}

/** The command `dbStats`. */
export function dbStats(engine: Engine, request: Request): Doc {
  request.allow('scale', 'freeStorage');
  const collections = engine.catalog.list(request.database);
  const scale = request.number('scale') || 1;
  const size = sizeOnDisk(collections);
  const objects = collections.reduce((sum, { count }) => sum + count, 0);
  return {
    db: request.database,
    collections: collections.length,
    views: 0,
    objects,
    avgObjSize: objects > 0 ? size / objects : 0,
    dataSize: size / scale,
    storageSize: size / scale,
    indexes: collections.reduce((sum, { indexes }) => sum + indexes.length, 0),
    scaleFactor: scale,
  };
}

function existing(engine: Engine, request: Request): Collection {
  const collection = engine.catalog.find(request.database, request.collectionName);
  if (!collection) throw new CommandError(26, `ns does not exist: ${request.namespace}`);
  return collection;
}

function cursorOf(engine: Engine, request: Request, namespace: string, documents: Doc[]): Doc {
  const options = request.document('cursor') ?? {};
  const size = options['batchSize'];
  for (const name of Object.keys(options))
    if (name !== 'batchSize')
      throw new CommandError(40415, `BSON field 'cursor.${name}' is an unknown field.`);
  if (size !== undefined && !(isNumeric(size) && toNumber(size) >= 0))
    throw new CommandError(14, "'cursor.batchSize' has to be a number that is not negative");
  const batchSize = size === undefined ? undefined : toNumber(size);
  return {
    cursor: engine.cursors.open(
      namespace,
      documents.map((each) => encode(each)),
      { batchSize },
    ),
  };
}
