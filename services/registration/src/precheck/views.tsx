import { Filled, Hint, listedPhrases, Page, Quoted, yuanOf } from '@jiekun/pages'
import { departmentNameIn, measureNameIn, type PresumedMeasure, type Presumption, responsibleFor } from '@jiekun/policy'
import type { PageAnswers, PageErrors } from '../apply/answers.ts'
import { ErrorSummary, Fields } from '../apply/fields.tsx'
import { isTextKey, type Reader, sayCode } from '../texts/texts.ts'
import { questions } from './questions.ts'
import { groupByClause, verdictOf } from './read-presumption.ts'

interface QuestionsProps {
  reader: Reader
  answers: PageAnswers
  errors: PageErrors
}

export function QuestionsView({ reader, answers, errors }: QuestionsProps) {
  const { say } = reader
  return (
    <Page reader={reader} title={say('find.title')}>
      <ErrorSummary reader={reader} errors={errors} />
      <p class="lead">{say('find.lead')}</p>
      <form method="post" action="/find-out" novalidate>
        <Fields reader={reader} fields={questions} answers={answers} errors={errors} />
        <p class="actions">
          <button type="submit">{say('find.show')}</button>
        </p>
      </form>
    </Page>
  )
}

export function ResultView(props: { reader: Reader; answers: PageAnswers; presumption: Presumption }) {
  const { reader, answers, presumption } = props
  const { say } = reader
  const verdict = verdictOf(presumption)
  const fields = Object.entries(answers).flatMap(([name, texts]) => texts.map((text) => [name, text] as const))
  const incomeMonth = Number(answers.countedIncomeMonthYuan?.[0]) / Number(answers.memberCount?.[0])
  const numbers = say('find.numbers')
    .replace('{income}', yuanOf(Math.round(incomeMonth * 100), reader.language))
    .replace('{line}', yuanOf(presumption.dibaoLineMonthFen, reader.language))
  return (
    <Page reader={reader} title={say('find.result')} again={{ path: '/find-out', fields }}>
      <p class="lead" id="verdict">
        {say(`find.verdict.${verdict}`)}
      </p>
      <p>{numbers}</p>
      {presumption.missing.length > 0 && <Depends reader={reader} missing={presumption.missing} />}
      <p>
        <strong>
          <Quoted text={say('find.notDecision')} />
        </strong>
      </p>
      <Measures
        reader={reader}
        title={say('find.due')}
        measures={presumption.measures.filter((each) => each.isCertain)}
      />
      <Measures
        reader={reader}
        title={say('find.possible')}
        measures={presumption.measures.filter((each) => !each.isCertain)}
      />
      <form method="post" action="/find-out/apply">
        {fields.map(([name, text]) => (
          <input type="hidden" name={name} value={text} />
        ))}
        <p class="actions">
          <button type="submit">{say('find.apply')}</button>
          <a class="button plain" href="/find-out">
            {say('find.again')}
          </a>
        </p>
      </form>
      <Hint reader={reader}>{say('find.applyHint')}</Hint>
    </Page>
  )
}

function Measures(props: { reader: Reader; title: string; measures: readonly PresumedMeasure[] }) {
  const { reader, title, measures } = props
  if (measures.length === 0) return null
  return (
    <section>
      <h2>{title}</h2>
      {groupByClause(measures).map(({ clause, measures: ofClause }) => (
        <section class="card">
          <h3>{sayCode(reader.say, 'clause', clause)}</h3>
          <ul>
            {ofClause.map((measure) => (
              <li>
                {measureNameIn(measure.code, reader.language)}
                {measure.missing.length > 0 && <Depends reader={reader} missing={measure.missing} />}
              </li>
            ))}
          </ul>
          <p class="hint">
            {reader.say('find.department').replace('{department}', departmentOf(reader, ofClause))}
            {' · '}
            <Filled text={reader.say('find.clause')} with={{ clause: <Quoted text={clause} /> }} />
          </p>
        </section>
      ))}
    </section>
  )
}

/** The department that leads what stands under a clause. The office of the county is found once somebody applies. */
function departmentOf({ language }: Reader, [first]: readonly PresumedMeasure[]): string {
  const { lead } = responsibleFor(first?.clause ?? '', first?.code ?? '')
  return departmentNameIn(lead, language)
}

function Depends({ reader, missing }: { reader: Reader; missing: readonly string[] }) {
  const names = [...new Set(missing.map((name) => wordsFor(reader, name)))]
  return (
    <span class="hint depends">
      {reader.say('find.depends')}
      {listedPhrases(names, reader.language)}
    </span>
  )
}

/** What a fact of the rules is called on pages. */
function wordsFor(reader: Reader, name: string): string {
  for (const key of [`fact.${name}`, `field.${name.replace(/Fen$/, 'Yuan')}`]) {
    if (isTextKey(key))
      return reader
        .say(key)
        .replace(/[？?]$/, '')
        .replace(/（.*）$/, '')
  }
  return name
}
