// Prisma's own schema engine and validator as a server: one JSON request a line on standard input, one answer a line.
//   {"op":"validate","text":…}                    → {"errors":[{"line":3,"message":…}]}
//   {"op":"script","from":TEXT|null,"to":TEXT}     → {"sql":…}            what `prisma migrate diff` writes
//   {"op":"rest","url":URL,"to":TEXT}              → {"sql":…,"same":…}   what it still finds between a database and a file
//   {"op":"pull","url":URL,"from":TEXT}            → {"text":…}           what `prisma db pull` writes over that file
//   {"op":"deploy","path":FILE,"sql":TEXT}         → {"done":true}        one migration applied to a SQLite database, as `prisma migrate deploy` does
// Started in a folder whose node_modules holds Prisma's packages (prisma_tools.py makes it).
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(path.join(process.cwd(), 'index.js'))
const load = (name) => import(pathToFileURL(require.resolve(name)))
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message(message) { process.stderr.write(`panic: ${message}\n`) } }

const folder = path.dirname(require.resolve('@prisma/schema-engine-wasm'))
const glue = await import(pathToFileURL(path.join(folder, 'schema_engine_bg.js')))
const { instance } = await WebAssembly.instantiate(fs.readFileSync(path.join(folder, 'schema_engine_bg.wasm')), { './schema_engine_bg.js': glue })
glue.__wbg_set_wasm(instance.exports)
instance.exports.__wbindgen_start()
const { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } = await load('@prisma/driver-adapter-utils')
const psl = require('@prisma/prisma-schema-wasm')

// The newest engine refuses what the oldest files have: where the database is, said in the file.
// Preview features that are no longer any are refused, too.
const retired = new Set([
  'aggregateApi', 'atomicNumberOperations', 'clientExtensions', 'cockroachdb', 'connectOrCreate', 'createMany', 'dataProxy', 'deno', 'distinct',
  'driverAdapters', 'extendedIndexes', 'extendedWhereUnique', 'fieldReference', 'filterJson', 'filteredRelationCount', 'fullTextIndex',
  'fullTextSearch', 'groupBy', 'improvedQueryRaw', 'insensitiveFilters', 'interactiveTransactions', 'jsonProtocol', 'metrics', 'microsoftSqlServer',
  'middlewares', 'mongoDb', 'mongodb', 'multiSchema', 'nApi', 'namedConstraints', 'napi', 'nativeTypes', 'omitApi', 'orderByAggregateGroup',
  'orderByNulls', 'orderByRelation', 'prismaSchemaFolder', 'queryCompiler', 'referentialActions', 'referentialIntegrity', 'selectRelationCount',
  'tracing', 'transactionApi', 'uncheckedScalarInputs',
])
const modern = (text) => text.replace(/^\s*(url|directUrl|shadowDatabaseUrl)\s*=.*$/gm, '')
  .replace(/^(\s*previewFeatures\s*=\s*)\[(.*)\]/gm, (_, head, list) => `${head}[${list.split(',').filter((one) => !retired.has(one.trim().replace(/"/g, ''))).join(',')}]`)

async function adapter(url) {
  if (url.startsWith('file:')) {
    const { PrismaLibSql } = await load('@prisma/adapter-libsql')
    return bindMigrationAwareSqlAdapterFactory(new PrismaLibSql({ url: `file:${url}` }))
  }
  const { PrismaPg } = await load('@prisma/adapter-pg')
  const at = new URL(url)
  class Factory extends PrismaPg {
    async connect() {
      const connection = await super.connect()
      const query = connection.client.query.bind(connection.client)
      // the adapter does not know the catalogue's one-byte "char" (18): call it text (25)
      connection.client.query = async (...request) => {
        const answer = await query(...request)
        for (const result of [answer].flat()) for (const field of result?.fields ?? []) if (field.dataTypeID === 18) field.dataTypeID = 25
        return answer
      }
      // but of one column the engine asks for a character
      const rows = connection.queryRaw.bind(connection)
      connection.queryRaw = async (request) => {
        const answer = await rows(request)
        answer.columnTypes = answer.columnTypes.map((type, at) => (answer.columnNames[at] === 'constraint_type' ? ColumnTypeEnum.Character : type))
        return answer
      }
      return connection
    }
  }
  return bindMigrationAwareSqlAdapterFactory(new Factory({ host: at.hostname, port: Number(at.port), user: at.username, database: at.pathname.slice(1), max: 1 }, {}))
}

const files = (text) => [{ path: '/schema.prisma', content: modern(text) }]
const schema = (text) => (text == null ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: files(text) })

async function diff(text, url, from) {
  const engine = await glue.SchemaEngine.new({ datamodels: files(text).map((file) => [file.path, file.content]) }, () => {}, await adapter(url))
  return engine.diff({ from, to: schema(text), script: true, exitCode: true, shadowDatabaseUrl: null, filters: { externalTables: [], externalEnums: [] } })
}

async function pull(text, url) {
  const engine = await glue.SchemaEngine.new({ datamodels: files(text).map((file) => [file.path, file.content]) }, () => {}, await adapter(url))
  const found = await engine.introspect({ schema: { files: files(text) }, baseDirectoryPath: '/', force: false, compositeTypeDepth: -1, namespaces: null })
  return found.schema.files[0].content
}

async function deploy(path, sql) {
  const { PrismaLibSql } = await load('@prisma/adapter-libsql')
  class Factory extends PrismaLibSql {
    async connect() {
      const connection = await super.connect()
      const asIs = connection.executeRaw.bind(connection)
      // prepared as one statement, all of a script but its beginning would be left out
      connection.executeRaw = async (query) => (query.args.length > 0 ? asIs(query) : connection.executeScript(query.sql).then(() => 0))
      return connection
    }
  }
  const factory = bindMigrationAwareSqlAdapterFactory(new Factory({ url: `file:${path}` }))
  const engine = await glue.SchemaEngine.new({ datamodels: [['/schema.prisma', 'datasource db {\n  provider = "sqlite"\n}\n']] }, () => {}, factory)
  const migration = { path: '20260101000000_one', migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } } }
  try {
    await engine.applyMigrations({
      migrationsList: {
        baseDir: '/migrations', lockfile: { path: 'migration_lock.toml', content: 'provider = "sqlite"\n' }, shadowDbInitScript: '',
        migrationDirectories: [migration],
      },
      filters: { externalTables: [], externalEnums: [] },
    })
  } catch (error) {
    const outside = /External error id#(\d+)/i.exec(error?.message ?? '')
    const known = outside && factory.errorRegistry.consumeError(Number(outside[1]))
    throw known ? new Error(`${error.message} ${known.error?.message ?? known.error}`) : error
  } finally {
    engine.free?.()
  }
}

function validate(text) {
  try {
    psl.validate(JSON.stringify({ prismaSchema: [['schema.prisma', modern(text)]], noColor: true }))
    return []
  } catch (error) {
    const errors = []
    let message = ''
    for (const line of JSON.parse(error.message).message.split('\n')) {
      if (line.startsWith('error: ')) message = line.slice(7)
      const place = line.match(/-->\s+schema\.prisma:(\d+)/)
      if (place) errors.push({ line: Number(place[1]), message })
    }
    return errors
  }
}

const memory = (text) => (/provider\s*=\s*"sqlite"/.test(text) ? 'file:memory.db' : process.env.PRISMA_ENGINE_URL)

for await (const line of readline.createInterface({ input: process.stdin })) {
  const request = JSON.parse(line)
  let answer
  try {
    if (request.op === 'validate') answer = { errors: validate(request.text) }
    if (request.op === 'script') answer = { sql: (await diff(request.to, memory(request.to), schema(request.from))).stdout }
    if (request.op === 'pull') answer = { text: await pull(request.from, request.url) }
    if (request.op === 'deploy') answer = (await deploy(request.path, request.sql), { done: true })
    if (request.op === 'rest') {
      const found = await diff(request.to, request.url, { tag: 'schemaDatasource', files: files(request.to), configDir: '/' })
      answer = { sql: found.stdout, same: found.exitCode === 0 }
    }
  } catch (error) {
    answer = { error: `${error.message}`.slice(0, 2000) }
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}
process.exit()
