#!/usr/bin/env node
// What the prisma program takes for its schema engine: PRISMA_SCHEMA_ENGINE_BINARY names this file. The native engine is no npm
// package; the same engine compiled to WebAssembly is one. The program asks in JSON-RPC, a line a request, and the engine answers
// over one of Prisma's driver adapters. PRISMA_PACKAGES names the folder whose node_modules holds them.
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(path.join(process.env.PRISMA_PACKAGES, 'index.js'))
const load = (name) => import(pathToFileURL(require.resolve(name)))

let panic = ''
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message(message) { panic = `${message}` } }

async function engineModule() {
  const folder = path.dirname(require.resolve('@prisma/schema-engine-wasm'))
  const glue = await import(pathToFileURL(path.join(folder, 'schema_engine_bg.js')))
  const bytes = fs.readFileSync(path.join(folder, 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue })
  glue.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return glue
}

// The native engine sends a file as one simple query; the adapter would split it at every semicolon.
function likeTheNativeEngine(adapter) {
  const query = adapter.client.query.bind(adapter.client)
  adapter.client.query = async (...request) => {
    const answer = await query(...request)
    // the adapter does not know the catalogue's one-byte "char" (18): call it text (25)
    for (const result of [answer].flat()) for (const field of result?.fields ?? []) if (field.dataTypeID === 18) field.dataTypeID = 25
    return answer
  }
  adapter.executeScript = async (script) => {
    try {
      await query(script)
    } catch (error) {
      adapter.onError(error)
    }
  }
  return adapter
}

// Prepared as one statement, all of a script but its beginning would be left out.
function runsScripts(adapter) {
  const asIs = adapter.executeRaw.bind(adapter)
  adapter.executeRaw = async (query) => {
    if (query.args.length > 0) return asIs(query)
    await adapter.executeScript(query.sql)
    return 0
  }
  return adapter
}

async function adapterFor(url) {
  const { bindMigrationAwareSqlAdapterFactory: bind } = await load('@prisma/driver-adapter-utils')
  if (url.startsWith('file:')) {
    const { PrismaLibSql } = await load('@prisma/adapter-libsql')
    class Sqlite extends PrismaLibSql {
      async connect() { return runsScripts(await super.connect()) }
    }
    return bind(new Sqlite({ url }))
  }
  const { PrismaPg } = await load('@prisma/adapter-pg')
  class Postgresql extends PrismaPg {
    async connect() { return likeTheNativeEngine(await super.connect()) }
  }
  const at = new URL(url)
  return bind(new Postgresql({ host: at.hostname, port: Number(at.port), user: at.username, database: at.pathname.slice(1), max: 1 }, {}))
}

function options(words) {
  const found = { datamodels: [], rest: [] }
  for (let at = 0; at < words.length; at++) {
    if (words[at] === '--datamodels' || words[at] === '-d') found.datamodels.push(words[++at])
    else if (words[at] === '--datasource') found.datasource = JSON.parse(words[++at])
    else if (words[at].startsWith('--enabled-preview') || words[at].startsWith('--extension-types')) at++
    else found.rest.push(words[at])
  }
  return found
}

const given = options(process.argv.slice(2))
if (given.rest[0] === 'cli') process.exit(0)  // whether the database is there: the caller sees to it
const glue = await engineModule()
const adapter = await adapterFor(given.datasource?.url ?? 'file::memory:')
const datamodels = given.datamodels.map((file) => [file, fs.readFileSync(file, 'utf8')])
const engine = await glue.SchemaEngine.new({ datamodels: datamodels.length ? datamodels : undefined }, () => {}, adapter)
const answer = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n')

function explained(error) {
  const known = /External error id#(\d+)/i.exec(error?.message ?? '')
  const outside = known && adapter.errorRegistry.consumeError(Number(known[1]))
  return [panic, error?.message, outside && `${outside.error?.message ?? outside.error}`].filter(Boolean).join('\n')
}

// a panic ends as an uncaught error: answered, so that the program does not take silence for success
let current
process.on('uncaughtException', (error) => {
  answer({ id: current, error: { code: 4466, message: 'panic', data: { is_panic: false, message: explained(error) } } })
  process.exit(101)
})

for await (const line of readline.createInterface({ input: process.stdin })) {
  if (!line.trim()) continue
  const request = JSON.parse(line)
  if (!request.method) continue
  current = request.id
  try {
    answer({ id: request.id, result: (await engine[request.method](request.params ?? {})) ?? {} })
  } catch (error) {
    answer({ id: request.id, error: { code: 4466, message: 'failed', data: { is_panic: false, message: explained(error), error_code: error?.code, meta: error?.meta } } })
  }
}
process.exit(0)
