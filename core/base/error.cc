#include "core/base/error.h"

#include <algorithm>
#include <array>

namespace certlite {
namespace {

using enum ErrorCode;

constexpr std::array kErrorCodes = {
    ErrorCodeInfo{kInvalidArgument, "invalid_argument", 500, "A call's argument is not allowed",
                  "Mend the calling code: the detail names the argument."},
    ErrorCodeInfo{kInvalidHandle, "invalid_handle", 500, "A handle is of the wrong kind or was closed",
                  "Mend the calling code: pass a live handle of the right kind."},
    ErrorCodeInfo{kUnsupportedOption, "unsupported_option", 500, "An option is not known to this library",
                  "Use a newer library, or leave the option out."},
    ErrorCodeInfo{kUnknownOperation, "unknown_operation", 404, "There is no such operation",
                  "Use a name that describe lists."},
    ErrorCodeInfo{kForkedHandle, "forked_handle", 500, "The handle was opened before a fork",
                  "Open an engine of its own in each process, after the fork."},
    ErrorCodeInfo{kMalformed, "malformed", 400, "The request is not acceptable JSON",
                  "Send one JSON object (RFC 8259, I-JSON)."},
    ErrorCodeInfo{kInvalid, "invalid", 422, "The request breaks a rule",
                  "Mend what the violations name; send it again."},
    ErrorCodeInfo{kTooLarge, "too_large", 413, "The request is too large",
                  "Send less at once: the detail says how much is accepted."},
    ErrorCodeInfo{kIdempotencyKeyInvalid, "idempotency_key_invalid", 400, "The idempotency key is not allowed",
                  "Use 1 to 255 bytes of visible ASCII, on an operation that writes."},
    ErrorCodeInfo{kCursorInvalid, "cursor_invalid", 400, "The cursor does not belong to this list",
                  "Start again from the first page."},
    ErrorCodeInfo{kForbidden, "forbidden", 403, "The principal may not do this",
                  "Ask for the scope or the reach that the detail names."},
    ErrorCodeInfo{kNotFound, "not_found", 404, "There is no such thing within reach",
                  "Check the id; what is out of the principal's reach answers the same."},
    ErrorCodeInfo{kConflict, "conflict", 409, "It clashes with what is stored", "Read the stored state, then decide."},
    ErrorCodeInfo{kExternalIdConflict, "external_id_conflict", 409,
                  "The external id belongs to a record with other content",
                  "Compare the differing fields; update the existing record or use another external id."},
    ErrorCodeInfo{kIdempotencyKeyReused, "idempotency_key_reused", 422,
                  "The idempotency key was used for another payload",
                  "Use a new key for a new request; send the same payload only as a retry."},
    ErrorCodeInfo{kArchived, "archived", 409, "It is archived or inactive and takes no new records",
                  "Use an active one, or restore it first."},
    ErrorCodeInfo{kRevisionConflict, "revision_conflict", 412, "The record has changed since it was read",
                  "Read it again and decide anew."},
    ErrorCodeInfo{kGone, "gone", 410, "It was erased",
                  "Forget it too: nothing brings it back, and its ids stay taken."},
    ErrorCodeInfo{kHistoryBroken, "history_broken", 409, "The history or what it tells of was tampered with",
                  "Keep the file for study, and compare it with a backup from first_bad_sequence on."},
    ErrorCodeInfo{kBusy, "busy", 503, "The store was in use by others for too long",
                  "Send the same call again; nothing was written unless the detail says so."},
    ErrorCodeInfo{kOutcomeUnknown, "outcome_unknown", 503, "It is not known whether the write was kept",
                  "Reopen, then send the same call with the same idempotency key: that settles it."},
    ErrorCodeInfo{kReopenRequired, "reopen_required", 503, "An earlier failure closed this engine for safety",
                  "Nothing was written: close the engine, open it again, repeat the call."},
    ErrorCodeInfo{kStorageFull, "storage_full", 507, "The disk is full",
                  "Nothing was written: free space, then send the same call again."},
    ErrorCodeInfo{kReadOnly, "read_only", 503, "The store can't be written",
                  "Nothing was written: check the permissions of the file and its folder."},
    ErrorCodeInfo{kStorageIo, "storage_io", 503, "The disk failed to read or write",
                  "Check the disk; close the engine and open it again."},
    ErrorCodeInfo{kCannotOpen, "cannot_open", 503, "The store can't be opened",
                  "Check the file's name, and that its folder exists and may be written."},
    ErrorCodeInfo{kCorrupt, "corrupt", 503, "The store is damaged",
                  "Restore a backup; keep the damaged file for study."},
    ErrorCodeInfo{kNotADatabase, "not_a_database", 503, "The file is not a Certlite store",
                  "Name a Certlite file, or one that doesn't exist yet."},
    ErrorCodeInfo{kNewerDatabase, "newer_database", 503, "A newer Certlite wrote this store",
                  "Use a library at least as new as the one that wrote it."},
    ErrorCodeInfo{kOutOfMemory, "out_of_memory", 503, "Memory ran out", "Free memory, then send the same call again."},
    ErrorCodeInfo{kCancelled, "cancelled", 499, "The caller cancelled the call", "Nothing was written."},
    ErrorCodeInfo{kInternal, "internal", 500, "A defect in the library",
                  "Nothing was written. Please report it with the detail."},
};

}  // namespace

std::span<const ErrorCodeInfo> ErrorCodes() { return kErrorCodes; }

const ErrorCodeInfo& InfoOf(ErrorCode code) {
  const auto* row = std::ranges::find(kErrorCodes, code, &ErrorCodeInfo::code);
  return row == kErrorCodes.end() ? kErrorCodes.back() : *row;
}

Error MakeError(ErrorCode code, std::string detail) {
  Error error;
  error.code = code;
  error.detail = std::move(detail);
  return error;
}

Error MakeError(ErrorCode code, std::string_view rule, std::string pointer, std::string detail) {
  Error error = MakeError(code, detail);
  error.violations.push_back({rule, std::move(pointer), std::move(detail)});
  return error;
}

}  // namespace certlite
