import { problemTypes, reachOf, scopesOf, staffRoles } from '@jiekun/schema'
import type { Document, OperationObject } from './openapi.ts'
import { anchorOf, OperationView, type PlacedOperation } from './operation-view.tsx'
import { pageTexts as texts } from './page-texts.ts'
import { WholeSchema } from './schema-view.tsx'
import { withCode } from './with-code.tsx'

interface TagSection {
  name: string
  description: string
  placed: PlacedOperation[]
}

const idOf = (name: string): string => name.toLowerCase().replaceAll(' ', '-')

/** The reference of the API: how to begin, and each operation by its tag. */
export function ReferencePage({ document }: { document: Document }) {
  const sections = sectionsOf(document)
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{texts.title}</title>
        <link rel="stylesheet" href="/docs/style.css" />
      </head>
      <body>
        <a class="skip" href="#main">
          {texts.skip}
        </a>
        <header>
          <a class="brand" href="/docs">
            <strong>{texts.title}</strong> <span lang="zh-CN">{texts.titleZh}</span>
          </a>
          <a href="/docs/connect">{texts.connect}</a>
          <a href="/openapi.json">{texts.openapi}</a>
        </header>
        <div class="columns">
          <Contents sections={sections} />
          <main id="main">
            <h1>{texts.title}</h1>
            <p class="zh" lang="zh-CN">
              {texts.titleZh}
            </p>
            <p class="lead">{texts.lead}</p>
            <Guide />
            <Access />
            <Problems />
            {sections.map(({ name, description, placed }) => (
              <section>
                <h2 id={idOf(name)}>{name}</h2>
                <p>{withCode(description)}.</p>
                {placed.map((each) => (
                  <OperationView {...each} />
                ))}
              </section>
            ))}
            <section>
              <h2 id="shapes">{texts.shapes}</h2>
              <p>{texts.shapesLead}</p>
              {Object.entries(document.components.schemas).map(([name, schema]) => (
                <article>
                  <h3 id={`schema-${name}`}>{name}</h3>
                  <WholeSchema schema={schema} />
                </article>
              ))}
            </section>
          </main>
        </div>
      </body>
    </html>
  )
}

function sectionsOf({ tags, paths, webhooks }: Document): TagSection[] {
  const placed = Object.entries(paths).flatMap(([path, methods]) => placedAt(path, methods))
  const sent = Object.values(webhooks).flatMap((methods) => placedAt('{endpoint of the office}', methods))
  return tags.map(({ name, description }) => ({
    name,
    description,
    placed: [...sent, ...placed].filter(({ operation }) => operation.tags.includes(name)),
  }))
}

const placedAt = (path: string, methods: Record<string, OperationObject>): PlacedOperation[] =>
  Object.entries(methods).map(([method, operation]) => ({ method, path, operation }))

const Contents = ({ sections }: { sections: TagSection[] }) => (
  <nav aria-label={texts.contents}>
    <ul>
      {Object.entries(texts.guide).map(([id, { title }]) => (
        <li>
          <a href={`#${id}`}>{title}</a>
        </li>
      ))}
      <li>
        <a href="#access-rules">{texts.access.title}</a>
      </li>
      <li>
        <a href="#errors">{texts.errors.title}</a>
      </li>
      {sections.map(({ name, placed }) => (
        <li>
          <a class="tag" href={`#${idOf(name)}`}>
            {name}
          </a>
          <ul>
            {placed.map(({ operation }) => (
              <li>
                <a href={`#${anchorOf(operation)}`}>{operation.operationId}</a>
              </li>
            ))}
          </ul>
        </li>
      ))}
      <li>
        <a class="tag" href="#shapes">
          {texts.shapes}
        </a>
      </li>
    </ul>
  </nav>
)

const Guide = () => (
  <>
    {Object.entries(texts.guide).map(([id, { title, paragraphs, code, after }]) => (
      <section>
        <h2 id={id}>{title}</h2>
        {paragraphs.map((text) => (
          <p>{withCode(text)}</p>
        ))}
        {code !== '' && (
          <pre>
            <code>{code}</code>
          </pre>
        )}
        {after.map((text) => (
          <p>{withCode(text)}</p>
        ))}
      </section>
    ))}
  </>
)

const Access = () => (
  <section>
    <h2 id="access-rules">{texts.access.title}</h2>
    <p>{withCode(texts.access.lead)}</p>
    <table>
      <thead>
        <tr>
          <th scope="col">{texts.access.role}</th>
          <th scope="col">{texts.access.reach}</th>
          <th scope="col">{texts.access.scopes}</th>
        </tr>
      </thead>
      <tbody>
        {staffRoles.map((role) => (
          <tr>
            <th scope="row">
              <code>{role}</code>
            </th>
            <td>{texts.access.reaches[reachOf(role)]}</td>
            <td class="scopes">
              {scopesOf(role).map((scope) => (
                <code>{scope}</code>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const Problems = () => (
  <section>
    <h2 id="errors">{texts.errors.title}</h2>
    <p>{withCode(texts.errors.lead)}</p>
    <table>
      <thead>
        <tr>
          <th scope="col">{texts.errors.type}</th>
          <th scope="col">{texts.errors.status}</th>
          <th scope="col">{texts.errors.meaning}</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(problemTypes).map(([type, { status, title, remedy }]) => (
          <tr id={`problem-${type}`}>
            <th scope="row">
              <code>{type}</code>
            </th>
            <td>{status}</td>
            <td>
              {title}. <span class="about">{withCode(remedy)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
