// The verbs: what each does once its request is checked and its reach is known.
#ifndef CERTLITE_CORE_ENGINE_OPERATIONS_H_
#define CERTLITE_CORE_ENGINE_OPERATIONS_H_

#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/engine/call.h"
#include "core/model/record.h"
#include "core/store/history.h"

namespace certlite {

// A write that was decided and written in the call's transaction, but not committed.
struct Written {
  Answer answer;
  Record record;
  bool answer_is_in_history = true;  // else it is the call's own
  bool changed = true;
};

// Completes a new record and reports what stands against it. Errors: those of the store.
Result<Record> PrepareCreate(Call& call);

// Makes the next record out of the stored one and reports what stands against it.
// Errors: kNotFound, kRevisionConflict, those of the store.
Result<Record> PrepareRenewal(Call& call);

Result<Written> WriteCreate(Call& call, Record record);

// The record that a create stands for already: nothing is written.
Written AnswerExisting(Call& call, Record existing);

// The stored record and the changed one.
struct Change {
  Record before;
  Record after;
};

// The stored record with what the request gives.
Record TakeGiven(const Call& call, const Record& existing);

// Applies the operation to the stored record and reports what stands against it.
// Errors: kNotFound, kRevisionConflict, those of the store.
Result<Change> PrepareChange(Call& call);

Result<Written> WriteChange(Call& call, Change change);

// Answers the call, whose operation only reads and whose shape is in order, on its connection: its reach, its verb.
Result<Answer> AnswerQuestion(Call& call);

Result<Answer> Get(Call& call);
Result<Answer> List(Call& call);
Result<Answer> Me(Call& call);

// Whether members have what qualifications ask for.
Result<Answer> ListQualificationResults(Call& call);
// Errors: kNotFound for the member or the qualification.
Result<Answer> ExplainQualificationResult(Call& call);
// Errors: kInvalid if they end before they start.
Result<Answer> ListQualificationTimelines(Call& call);

// Of the history: an organization's feed, head and proof; a record's versions and checks.
Result<Answer> ListHistory(Call& call);
Result<Answer> ReadHead(Call& call);
Result<Answer> VerifyHistory(Call& call);
Result<Answer> ListVersions(Call& call);
Result<Answer> ListEvidence(Call& call);

// What the proof of a chain has come to.
struct ChainProof {
  HistoryHead head;
  int64_t from = 1;                // the first sequence that was looked at
  int64_t entry_count = 0;         // found whole
  int64_t record_count = 0;        // found to be as their last version
  int64_t first_bad_sequence = 0;  // 0: there is none
  std::string_view why;            // what is wrong with it; Lifetime: static
};

// Proves the chain from the sequence on that the call names. Errors: those of the store.
Result<ChainProof> ProveChain(Call& call, const OrganizationRow& chain);

// A sentence on what is wrong with the chain.
std::string BreakOf(const ChainProof& proof);

// The organization whose chain the call asks about. Errors: kInvalid if the system names none.
Result<const OrganizationRow*> ChainAskedAbout(Call& call);

// SEQUENCE:HASH. Lifetime: the call's.
Value HeadText(Call& call, int64_t sequence, const Digest& hash);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_OPERATIONS_H_
