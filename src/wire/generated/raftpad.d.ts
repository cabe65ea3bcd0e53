// Generated from src/wire/raftpad.proto by build/generate-wire.ts. Do not edit.
import type { Codec, DecodeOptions } from 'protons-runtime';
import type { Uint8ArrayList } from 'uint8arraylist';
export interface raftpad {
}
export declare namespace raftpad {
    interface Entry {
        index?: number;
        term?: number;
        noOp?: raftpad.NoOp;
        command?: raftpad.CommandBody;
        configuration?: raftpad.ConfigurationBody;
    }
    namespace Entry {
        const codec: () => Codec<Entry>;
        interface EntryIndexFieldEvent {
            field: '$.index';
            value: number;
        }
        interface EntryTermFieldEvent {
            field: '$.term';
            value: number;
        }
        interface EntryCommandMemberFieldEvent {
            field: '$.command.member';
            value: string;
        }
        interface EntryCommandSequenceFieldEvent {
            field: '$.command.sequence';
            value: number;
        }
        interface EntryCommandPayloadFieldEvent {
            field: '$.command.payload';
            value: Uint8Array;
        }
        interface EntryConfigurationVotersFieldEvent {
            field: '$.configuration.voters[]';
            index: number;
            value: string;
        }
        interface EntryConfigurationLearnersFieldEvent {
            field: '$.configuration.learners[]';
            index: number;
            value: string;
        }
        interface EntryConfigurationChangesKindFieldEvent {
            field: '$.configuration.changes[].kind';
            value: raftpad.ChangeKind;
            index: number;
        }
        interface EntryConfigurationChangesMemberFieldEvent {
            field: '$.configuration.changes[].member';
            value: string;
            index: number;
        }
        interface EntryConfigurationChangesBecauseFieldEvent {
            field: '$.configuration.changes[].because';
            value: raftpad.DemotionCause;
            index: number;
        }
        interface EntryConfigurationRequestedByFieldEvent {
            field: '$.configuration.requestedBy';
            value: string;
        }
        interface EntryConfigurationVotersOutgoingFieldEvent {
            field: '$.configuration.votersOutgoing[]';
            index: number;
            value: string;
        }
        interface EntryConfigurationDemotedFieldEvent {
            field: '$.configuration.demoted[]';
            index: number;
            value: string;
        }
        function encode(obj: Partial<Entry>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Entry>): Entry;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Entry>): Generator<EntryIndexFieldEvent | EntryTermFieldEvent | EntryCommandMemberFieldEvent | EntryCommandSequenceFieldEvent | EntryCommandPayloadFieldEvent | EntryConfigurationVotersFieldEvent | EntryConfigurationLearnersFieldEvent | EntryConfigurationChangesKindFieldEvent | EntryConfigurationChangesMemberFieldEvent | EntryConfigurationChangesBecauseFieldEvent | EntryConfigurationRequestedByFieldEvent | EntryConfigurationVotersOutgoingFieldEvent | EntryConfigurationDemotedFieldEvent>;
    }
    interface NoOp {
    }
    namespace NoOp {
        const codec: () => Codec<NoOp>;
        function encode(obj: Partial<NoOp>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<NoOp>): NoOp;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<NoOp>): Generator<{}>;
    }
    interface CommandBody {
        member?: string;
        sequence?: number;
        payload?: Uint8Array;
    }
    namespace CommandBody {
        const codec: () => Codec<CommandBody>;
        interface CommandBodyMemberFieldEvent {
            field: '$.member';
            value: string;
        }
        interface CommandBodySequenceFieldEvent {
            field: '$.sequence';
            value: number;
        }
        interface CommandBodyPayloadFieldEvent {
            field: '$.payload';
            value: Uint8Array;
        }
        function encode(obj: Partial<CommandBody>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CommandBody>): CommandBody;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CommandBody>): Generator<CommandBodyMemberFieldEvent | CommandBodySequenceFieldEvent | CommandBodyPayloadFieldEvent>;
    }
    interface ConfigurationBody {
        voters: string[];
        learners: string[];
        changes: raftpad.ConfigurationChange[];
        requestedBy?: string;
        votersOutgoing: string[];
        demoted: string[];
    }
    namespace ConfigurationBody {
        const codec: () => Codec<ConfigurationBody>;
        interface ConfigurationBodyVotersFieldEvent {
            field: '$.voters[]';
            index: number;
            value: string;
        }
        interface ConfigurationBodyLearnersFieldEvent {
            field: '$.learners[]';
            index: number;
            value: string;
        }
        interface ConfigurationBodyChangesKindFieldEvent {
            field: '$.changes[].kind';
            value: raftpad.ChangeKind;
            index: number;
        }
        interface ConfigurationBodyChangesMemberFieldEvent {
            field: '$.changes[].member';
            value: string;
            index: number;
        }
        interface ConfigurationBodyChangesBecauseFieldEvent {
            field: '$.changes[].because';
            value: raftpad.DemotionCause;
            index: number;
        }
        interface ConfigurationBodyRequestedByFieldEvent {
            field: '$.requestedBy';
            value: string;
        }
        interface ConfigurationBodyVotersOutgoingFieldEvent {
            field: '$.votersOutgoing[]';
            index: number;
            value: string;
        }
        interface ConfigurationBodyDemotedFieldEvent {
            field: '$.demoted[]';
            index: number;
            value: string;
        }
        function encode(obj: Partial<ConfigurationBody>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ConfigurationBody>): ConfigurationBody;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ConfigurationBody>): Generator<ConfigurationBodyVotersFieldEvent | ConfigurationBodyLearnersFieldEvent | ConfigurationBodyChangesKindFieldEvent | ConfigurationBodyChangesMemberFieldEvent | ConfigurationBodyChangesBecauseFieldEvent | ConfigurationBodyRequestedByFieldEvent | ConfigurationBodyVotersOutgoingFieldEvent | ConfigurationBodyDemotedFieldEvent>;
    }
    enum ChangeKind {
        CHANGE_UNSPECIFIED = "CHANGE_UNSPECIFIED",
        CREATE = "CREATE",
        ADD_LEARNER = "ADD_LEARNER",
        PROMOTE = "PROMOTE",
        REMOVE = "REMOVE",
        DEMOTE = "DEMOTE",
        RECOVER = "RECOVER"
    }
    namespace ChangeKind {
        const codec: () => Codec<ChangeKind>;
    }
    enum DemotionCause {
        DEMOTION_UNSPECIFIED = "DEMOTION_UNSPECIFIED",
        RESTING = "RESTING",
        SILENT = "SILENT"
    }
    namespace DemotionCause {
        const codec: () => Codec<DemotionCause>;
    }
    interface ConfigurationChange {
        kind?: raftpad.ChangeKind;
        member?: string;
        because?: raftpad.DemotionCause;
    }
    namespace ConfigurationChange {
        const codec: () => Codec<ConfigurationChange>;
        interface ConfigurationChangeKindFieldEvent {
            field: '$.kind';
            value: raftpad.ChangeKind;
        }
        interface ConfigurationChangeMemberFieldEvent {
            field: '$.member';
            value: string;
        }
        interface ConfigurationChangeBecauseFieldEvent {
            field: '$.because';
            value: raftpad.DemotionCause;
        }
        function encode(obj: Partial<ConfigurationChange>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ConfigurationChange>): ConfigurationChange;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ConfigurationChange>): Generator<ConfigurationChangeKindFieldEvent | ConfigurationChangeMemberFieldEvent | ConfigurationChangeBecauseFieldEvent>;
    }
    interface HardState {
        term?: number;
        votedFor?: string;
        commitIndex?: number;
        epoch?: number;
    }
    namespace HardState {
        const codec: () => Codec<HardState>;
        interface HardStateTermFieldEvent {
            field: '$.term';
            value: number;
        }
        interface HardStateVotedForFieldEvent {
            field: '$.votedFor';
            value: string;
        }
        interface HardStateCommitIndexFieldEvent {
            field: '$.commitIndex';
            value: number;
        }
        interface HardStateEpochFieldEvent {
            field: '$.epoch';
            value: number;
        }
        function encode(obj: Partial<HardState>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HardState>): HardState;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HardState>): Generator<HardStateTermFieldEvent | HardStateVotedForFieldEvent | HardStateCommitIndexFieldEvent | HardStateEpochFieldEvent>;
    }
    interface SnapshotMetadata {
        index?: number;
        term?: number;
        voters: string[];
        learners: string[];
        votersOutgoing: string[];
        demoted: string[];
        configurationIndex?: number;
        sessions: raftpad.SnapshotMetadata.Session[];
    }
    namespace SnapshotMetadata {
        interface Session {
            member?: string;
            sequence?: number;
        }
        namespace Session {
            const codec: () => Codec<Session>;
            interface SessionMemberFieldEvent {
                field: '$.member';
                value: string;
            }
            interface SessionSequenceFieldEvent {
                field: '$.sequence';
                value: number;
            }
            function encode(obj: Partial<Session>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Session>): Session;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Session>): Generator<SessionMemberFieldEvent | SessionSequenceFieldEvent>;
        }
        const codec: () => Codec<SnapshotMetadata>;
        interface SnapshotMetadataIndexFieldEvent {
            field: '$.index';
            value: number;
        }
        interface SnapshotMetadataTermFieldEvent {
            field: '$.term';
            value: number;
        }
        interface SnapshotMetadataVotersFieldEvent {
            field: '$.voters[]';
            index: number;
            value: string;
        }
        interface SnapshotMetadataLearnersFieldEvent {
            field: '$.learners[]';
            index: number;
            value: string;
        }
        interface SnapshotMetadataVotersOutgoingFieldEvent {
            field: '$.votersOutgoing[]';
            index: number;
            value: string;
        }
        interface SnapshotMetadataDemotedFieldEvent {
            field: '$.demoted[]';
            index: number;
            value: string;
        }
        interface SnapshotMetadataConfigurationIndexFieldEvent {
            field: '$.configurationIndex';
            value: number;
        }
        interface SnapshotMetadataSessionsMemberFieldEvent {
            field: '$.sessions[].member';
            value: string;
            index: number;
        }
        interface SnapshotMetadataSessionsSequenceFieldEvent {
            field: '$.sessions[].sequence';
            value: number;
            index: number;
        }
        function encode(obj: Partial<SnapshotMetadata>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SnapshotMetadata>): SnapshotMetadata;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SnapshotMetadata>): Generator<SnapshotMetadataIndexFieldEvent | SnapshotMetadataTermFieldEvent | SnapshotMetadataVotersFieldEvent | SnapshotMetadataLearnersFieldEvent | SnapshotMetadataVotersOutgoingFieldEvent | SnapshotMetadataDemotedFieldEvent | SnapshotMetadataConfigurationIndexFieldEvent | SnapshotMetadataSessionsMemberFieldEvent | SnapshotMetadataSessionsSequenceFieldEvent>;
    }
    interface LogRecord {
        truncateFrom?: number;
        entries: raftpad.Entry[];
        hardState?: raftpad.HardState;
    }
    namespace LogRecord {
        const codec: () => Codec<LogRecord>;
        interface LogRecordTruncateFromFieldEvent {
            field: '$.truncateFrom';
            value: number;
        }
        interface LogRecordEntriesIndexFieldEvent {
            field: '$.entries[].index';
            value: number;
            index: number;
        }
        interface LogRecordEntriesTermFieldEvent {
            field: '$.entries[].term';
            value: number;
            index: number;
        }
        interface LogRecordEntriesCommandMemberFieldEvent {
            field: '$.entries[].command.member';
            value: string;
            index: number;
        }
        interface LogRecordEntriesCommandSequenceFieldEvent {
            field: '$.entries[].command.sequence';
            value: number;
            index: number;
        }
        interface LogRecordEntriesCommandPayloadFieldEvent {
            field: '$.entries[].command.payload';
            value: Uint8Array;
            index: number;
        }
        interface LogRecordEntriesConfigurationVotersFieldEvent {
            field: '$.entries[].configuration.voters[]';
            index: number;
            value: string;
        }
        interface LogRecordEntriesConfigurationLearnersFieldEvent {
            field: '$.entries[].configuration.learners[]';
            index: number;
            value: string;
        }
        interface LogRecordEntriesConfigurationChangesKindFieldEvent {
            field: '$.entries[].configuration.changes[].kind';
            value: raftpad.ChangeKind;
            index: number;
        }
        interface LogRecordEntriesConfigurationChangesMemberFieldEvent {
            field: '$.entries[].configuration.changes[].member';
            value: string;
            index: number;
        }
        interface LogRecordEntriesConfigurationChangesBecauseFieldEvent {
            field: '$.entries[].configuration.changes[].because';
            value: raftpad.DemotionCause;
            index: number;
        }
        interface LogRecordEntriesConfigurationRequestedByFieldEvent {
            field: '$.entries[].configuration.requestedBy';
            value: string;
            index: number;
        }
        interface LogRecordEntriesConfigurationVotersOutgoingFieldEvent {
            field: '$.entries[].configuration.votersOutgoing[]';
            index: number;
            value: string;
        }
        interface LogRecordEntriesConfigurationDemotedFieldEvent {
            field: '$.entries[].configuration.demoted[]';
            index: number;
            value: string;
        }
        interface LogRecordHardStateTermFieldEvent {
            field: '$.hardState.term';
            value: number;
        }
        interface LogRecordHardStateVotedForFieldEvent {
            field: '$.hardState.votedFor';
            value: string;
        }
        interface LogRecordHardStateCommitIndexFieldEvent {
            field: '$.hardState.commitIndex';
            value: number;
        }
        interface LogRecordHardStateEpochFieldEvent {
            field: '$.hardState.epoch';
            value: number;
        }
        function encode(obj: Partial<LogRecord>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LogRecord>): LogRecord;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LogRecord>): Generator<LogRecordTruncateFromFieldEvent | LogRecordEntriesIndexFieldEvent | LogRecordEntriesTermFieldEvent | LogRecordEntriesCommandMemberFieldEvent | LogRecordEntriesCommandSequenceFieldEvent | LogRecordEntriesCommandPayloadFieldEvent | LogRecordEntriesConfigurationVotersFieldEvent | LogRecordEntriesConfigurationLearnersFieldEvent | LogRecordEntriesConfigurationChangesKindFieldEvent | LogRecordEntriesConfigurationChangesMemberFieldEvent | LogRecordEntriesConfigurationChangesBecauseFieldEvent | LogRecordEntriesConfigurationRequestedByFieldEvent | LogRecordEntriesConfigurationVotersOutgoingFieldEvent | LogRecordEntriesConfigurationDemotedFieldEvent | LogRecordHardStateTermFieldEvent | LogRecordHardStateVotedForFieldEvent | LogRecordHardStateCommitIndexFieldEvent | LogRecordHardStateEpochFieldEvent>;
    }
    interface PeerFrame {
        raft?: raftpad.RaftMessage;
        joinAsked?: raftpad.JoinRequest;
        joinSettled?: raftpad.JoinSettled;
        progress?: raftpad.Progress;
        removed?: raftpad.Removed;
        membership?: raftpad.Membership;
        snapshotWanted?: raftpad.SnapshotWanted;
        condition?: raftpad.Condition;
    }
    namespace PeerFrame {
        const codec: () => Codec<PeerFrame>;
        interface PeerFrameRaftTermFieldEvent {
            field: '$.raft.term';
            value: number;
        }
        interface PeerFrameRaftPreVoteRequestLastLogIndexFieldEvent {
            field: '$.raft.preVoteRequest.lastLogIndex';
            value: number;
        }
        interface PeerFrameRaftPreVoteRequestLastLogTermFieldEvent {
            field: '$.raft.preVoteRequest.lastLogTerm';
            value: number;
        }
        interface PeerFrameRaftPreVoteResponseGrantedFieldEvent {
            field: '$.raft.preVoteResponse.granted';
            value: boolean;
        }
        interface PeerFrameRaftPreVoteResponseAskedTermFieldEvent {
            field: '$.raft.preVoteResponse.askedTerm';
            value: number;
        }
        interface PeerFrameRaftVoteRequestLastLogIndexFieldEvent {
            field: '$.raft.voteRequest.lastLogIndex';
            value: number;
        }
        interface PeerFrameRaftVoteRequestLastLogTermFieldEvent {
            field: '$.raft.voteRequest.lastLogTerm';
            value: number;
        }
        interface PeerFrameRaftVoteRequestTransferFieldEvent {
            field: '$.raft.voteRequest.transfer';
            value: boolean;
        }
        interface PeerFrameRaftVoteResponseGrantedFieldEvent {
            field: '$.raft.voteResponse.granted';
            value: boolean;
        }
        interface PeerFrameRaftAppendRequestPreviousIndexFieldEvent {
            field: '$.raft.appendRequest.previousIndex';
            value: number;
        }
        interface PeerFrameRaftAppendRequestPreviousTermFieldEvent {
            field: '$.raft.appendRequest.previousTerm';
            value: number;
        }
        interface PeerFrameRaftAppendRequestEntriesIndexFieldEvent {
            field: '$.raft.appendRequest.entries[].index';
            value: number;
            index: number;
        }
        interface PeerFrameRaftAppendRequestEntriesTermFieldEvent {
            field: '$.raft.appendRequest.entries[].term';
            value: number;
            index: number;
        }
        interface PeerFrameRaftAppendRequestEntriesCommandMemberFieldEvent {
            field: '$.raft.appendRequest.entries[].command.member';
            value: string;
            index: number;
        }
        interface PeerFrameRaftAppendRequestEntriesCommandSequenceFieldEvent {
            field: '$.raft.appendRequest.entries[].command.sequence';
            value: number;
            index: number;
        }
        interface PeerFrameRaftAppendRequestEntriesCommandPayloadFieldEvent {
            field: '$.raft.appendRequest.entries[].command.payload';
            value: Uint8Array;
            index: number;
        }
        interface PeerFrameRaftAppendRequestEntriesConfigurationVotersFieldEvent {
            field: '$.raft.appendRequest.entries[].configuration.voters[]';
            index: number;
            value: string;
        }
        interface PeerFrameRaftAppendRequestEntriesConfigurationLearnersFieldEvent {
            field: '$.raft.appendRequest.entries[].configuration.learners[]';
            index: number;
            value: string;
        }
        interface PeerFrameRaftAppendRequestEntriesConfigurationChangesKindFieldEvent {
            field: '$.raft.appendRequest.entries[].configuration.changes[].kind';
            value: raftpad.ChangeKind;
            index: number;
        }
        interface PeerFrameRaftAppendRequestEntriesConfigurationChangesMemberFieldEvent {
            field: '$.raft.appendRequest.entries[].configuration.changes[].member';
            value: string;
            index: number;
        }
        interface PeerFrameRaftAppendRequestEntriesConfigurationChangesBecauseFieldEvent {
            field: '$.raft.appendRequest.entries[].configuration.changes[].because';
            value: raftpad.DemotionCause;
            index: number;
        }
        interface PeerFrameRaftAppendRequestEntriesConfigurationRequestedByFieldEvent {
            field: '$.raft.appendRequest.entries[].configuration.requestedBy';
            value: string;
            index: number;
        }
        interface PeerFrameRaftAppendRequestEntriesConfigurationVotersOutgoingFieldEvent {
            field: '$.raft.appendRequest.entries[].configuration.votersOutgoing[]';
            index: number;
            value: string;
        }
        interface PeerFrameRaftAppendRequestEntriesConfigurationDemotedFieldEvent {
            field: '$.raft.appendRequest.entries[].configuration.demoted[]';
            index: number;
            value: string;
        }
        interface PeerFrameRaftAppendRequestLeaderCommitFieldEvent {
            field: '$.raft.appendRequest.leaderCommit';
            value: number;
        }
        interface PeerFrameRaftAppendRequestRoundFieldEvent {
            field: '$.raft.appendRequest.round';
            value: number;
        }
        interface PeerFrameRaftAppendAcceptedMatchIndexFieldEvent {
            field: '$.raft.appendAccepted.matchIndex';
            value: number;
        }
        interface PeerFrameRaftAppendAcceptedRoundFieldEvent {
            field: '$.raft.appendAccepted.round';
            value: number;
        }
        interface PeerFrameRaftAppendAcceptedFullFieldEvent {
            field: '$.raft.appendAccepted.full';
            value: boolean;
        }
        interface PeerFrameRaftAppendAcceptedRestingFieldEvent {
            field: '$.raft.appendAccepted.resting';
            value: boolean;
        }
        interface PeerFrameRaftAppendRejectedRejectedIndexFieldEvent {
            field: '$.raft.appendRejected.rejectedIndex';
            value: number;
        }
        interface PeerFrameRaftAppendRejectedConflictIndexFieldEvent {
            field: '$.raft.appendRejected.conflictIndex';
            value: number;
        }
        interface PeerFrameRaftAppendRejectedConflictTermFieldEvent {
            field: '$.raft.appendRejected.conflictTerm';
            value: number;
        }
        interface PeerFrameRaftAppendRejectedRoundFieldEvent {
            field: '$.raft.appendRejected.round';
            value: number;
        }
        interface PeerFrameRaftProposeCommandsSequenceFieldEvent {
            field: '$.raft.propose.commands[].sequence';
            value: number;
            index: number;
        }
        interface PeerFrameRaftProposeCommandsPayloadFieldEvent {
            field: '$.raft.propose.commands[].payload';
            value: Uint8Array;
            index: number;
        }
        interface PeerFrameRaftChangeRequestRequestFieldEvent {
            field: '$.raft.changeRequest.request';
            value: number;
        }
        interface PeerFrameRaftChangeRequestChangesKindFieldEvent {
            field: '$.raft.changeRequest.changes[].kind';
            value: raftpad.ChangeKind;
            index: number;
        }
        interface PeerFrameRaftChangeRequestChangesMemberFieldEvent {
            field: '$.raft.changeRequest.changes[].member';
            value: string;
            index: number;
        }
        interface PeerFrameRaftChangeRequestChangesBecauseFieldEvent {
            field: '$.raft.changeRequest.changes[].because';
            value: raftpad.DemotionCause;
            index: number;
        }
        interface PeerFrameRaftChangeResponseRequestFieldEvent {
            field: '$.raft.changeResponse.request';
            value: number;
        }
        interface PeerFrameRaftChangeResponseCommittedIndexFieldEvent {
            field: '$.raft.changeResponse.committed.index';
            value: number;
        }
        interface PeerFrameRaftChangeResponseRefusedReasonFieldEvent {
            field: '$.raft.changeResponse.refused.reason';
            value: raftpad.ChangeRefusal;
        }
        interface PeerFrameRaftReadRequestRequestFieldEvent {
            field: '$.raft.readRequest.request';
            value: number;
        }
        interface PeerFrameRaftReadResponseRequestFieldEvent {
            field: '$.raft.readResponse.request';
            value: number;
        }
        interface PeerFrameRaftReadResponseReadIndexFieldEvent {
            field: '$.raft.readResponse.readIndex';
            value: number;
        }
        interface PeerFrameRaftSnapshotOfferSnapshotIndexFieldEvent {
            field: '$.raft.snapshotOffer.snapshot.index';
            value: number;
        }
        interface PeerFrameRaftSnapshotOfferSnapshotTermFieldEvent {
            field: '$.raft.snapshotOffer.snapshot.term';
            value: number;
        }
        interface PeerFrameRaftSnapshotOfferSnapshotVotersFieldEvent {
            field: '$.raft.snapshotOffer.snapshot.voters[]';
            index: number;
            value: string;
        }
        interface PeerFrameRaftSnapshotOfferSnapshotLearnersFieldEvent {
            field: '$.raft.snapshotOffer.snapshot.learners[]';
            index: number;
            value: string;
        }
        interface PeerFrameRaftSnapshotOfferSnapshotVotersOutgoingFieldEvent {
            field: '$.raft.snapshotOffer.snapshot.votersOutgoing[]';
            index: number;
            value: string;
        }
        interface PeerFrameRaftSnapshotOfferSnapshotDemotedFieldEvent {
            field: '$.raft.snapshotOffer.snapshot.demoted[]';
            index: number;
            value: string;
        }
        interface PeerFrameRaftSnapshotOfferSnapshotConfigurationIndexFieldEvent {
            field: '$.raft.snapshotOffer.snapshot.configurationIndex';
            value: number;
        }
        interface PeerFrameRaftSnapshotOfferSnapshotSessionsMemberFieldEvent {
            field: '$.raft.snapshotOffer.snapshot.sessions[].member';
            value: string;
            index: number;
        }
        interface PeerFrameRaftSnapshotOfferSnapshotSessionsSequenceFieldEvent {
            field: '$.raft.snapshotOffer.snapshot.sessions[].sequence';
            value: number;
            index: number;
        }
        interface PeerFrameRaftSnapshotOfferSessionFieldEvent {
            field: '$.raft.snapshotOffer.session';
            value: number;
        }
        interface PeerFrameRaftSnapshotOfferRoundFieldEvent {
            field: '$.raft.snapshotOffer.round';
            value: number;
        }
        interface PeerFrameRaftSnapshotAcceptedSessionFieldEvent {
            field: '$.raft.snapshotAccepted.session';
            value: number;
        }
        interface PeerFrameRaftSnapshotAcceptedRoundFieldEvent {
            field: '$.raft.snapshotAccepted.round';
            value: number;
        }
        interface PeerFrameRaftProposeHeldReasonFieldEvent {
            field: '$.raft.proposeHeld.reason';
            value: raftpad.HoldReason;
        }
        interface PeerFrameRaftTransferRequestRequestFieldEvent {
            field: '$.raft.transferRequest.request';
            value: number;
        }
        interface PeerFrameRaftTransferRequestToFieldEvent {
            field: '$.raft.transferRequest.to';
            value: string;
        }
        interface PeerFrameRaftTransferResponseRequestFieldEvent {
            field: '$.raft.transferResponse.request';
            value: number;
        }
        interface PeerFrameRaftTransferResponseTransferredLeaderFieldEvent {
            field: '$.raft.transferResponse.transferred.leader';
            value: string;
        }
        interface PeerFrameRaftTransferResponseRefusedReasonFieldEvent {
            field: '$.raft.transferResponse.refused.reason';
            value: raftpad.TransferRefusal;
        }
        interface PeerFrameRaftEpochFieldEvent {
            field: '$.raft.epoch';
            value: number;
        }
        interface PeerFrameRaftEventFieldEvent {
            field: '$.raft.event';
            value: number;
        }
        interface PeerFrameJoinAskedPeerFieldEvent {
            field: '$.joinAsked.peer';
            value: string;
        }
        interface PeerFrameJoinAskedNameFieldEvent {
            field: '$.joinAsked.name';
            value: string;
        }
        interface PeerFrameJoinAskedAddressesFieldEvent {
            field: '$.joinAsked.addresses[]';
            index: number;
            value: string;
        }
        interface PeerFrameJoinAskedViaFieldEvent {
            field: '$.joinAsked.via';
            value: string;
        }
        interface PeerFrameJoinAskedIsRepairFieldEvent {
            field: '$.joinAsked.isRepair';
            value: boolean;
        }
        interface PeerFrameJoinAskedCodeFieldEvent {
            field: '$.joinAsked.code';
            value: string;
        }
        interface PeerFrameJoinAskedEpochFieldEvent {
            field: '$.joinAsked.epoch';
            value: number;
        }
        interface PeerFrameJoinSettledPeerFieldEvent {
            field: '$.joinSettled.peer';
            value: string;
        }
        interface PeerFrameJoinSettledOutcomeFieldEvent {
            field: '$.joinSettled.outcome';
            value: raftpad.JoinOutcome;
        }
        interface PeerFrameJoinSettledByFieldEvent {
            field: '$.joinSettled.by';
            value: string;
        }
        interface PeerFrameProgressMatchesMemberFieldEvent {
            field: '$.progress.matches[].member';
            value: string;
            index: number;
        }
        interface PeerFrameProgressMatchesMatchIndexFieldEvent {
            field: '$.progress.matches[].matchIndex';
            value: number;
            index: number;
        }
        interface PeerFrameRemovedByFieldEvent {
            field: '$.removed.by';
            value: string;
        }
        interface PeerFrameRemovedAtMsFieldEvent {
            field: '$.removed.atMs';
            value: number;
        }
        interface PeerFrameRemovedIndexFieldEvent {
            field: '$.removed.index';
            value: number;
        }
        interface PeerFrameMembershipConfigurationIndexFieldEvent {
            field: '$.membership.configurationIndex';
            value: number;
        }
        interface PeerFrameMembershipMembersMemberFieldEvent {
            field: '$.membership.members[].member';
            value: string;
            index: number;
        }
        interface PeerFrameMembershipMembersNameFieldEvent {
            field: '$.membership.members[].name';
            value: string;
            index: number;
        }
        interface PeerFrameMembershipMembersAddressesFieldEvent {
            field: '$.membership.members[].addresses[]';
            index: number;
            value: string;
        }
        interface PeerFrameMembershipAdmissionsMemberFieldEvent {
            field: '$.membership.admissions[].member';
            value: string;
            index: number;
        }
        interface PeerFrameMembershipAdmissionsApproverFieldEvent {
            field: '$.membership.admissions[].approver';
            value: string;
            index: number;
        }
        interface PeerFrameMembershipAdmissionsAtMsFieldEvent {
            field: '$.membership.admissions[].atMs';
            value: number;
            index: number;
        }
        interface PeerFrameMembershipAdmissionsSignatureFieldEvent {
            field: '$.membership.admissions[].signature';
            value: Uint8Array;
            index: number;
        }
        interface PeerFrameSnapshotWantedRequestFieldEvent {
            field: '$.snapshotWanted.request';
            value: number;
        }
        interface PeerFrameSnapshotWantedAtLeastFieldEvent {
            field: '$.snapshotWanted.atLeast';
            value: number;
        }
        interface PeerFrameConditionDiskFieldEvent {
            field: '$.condition.disk';
            value: raftpad.DiskState;
        }
        function encode(obj: Partial<PeerFrame>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PeerFrame>): PeerFrame;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PeerFrame>): Generator<PeerFrameRaftTermFieldEvent | PeerFrameRaftPreVoteRequestLastLogIndexFieldEvent | PeerFrameRaftPreVoteRequestLastLogTermFieldEvent | PeerFrameRaftPreVoteResponseGrantedFieldEvent | PeerFrameRaftPreVoteResponseAskedTermFieldEvent | PeerFrameRaftVoteRequestLastLogIndexFieldEvent | PeerFrameRaftVoteRequestLastLogTermFieldEvent | PeerFrameRaftVoteRequestTransferFieldEvent | PeerFrameRaftVoteResponseGrantedFieldEvent | PeerFrameRaftAppendRequestPreviousIndexFieldEvent | PeerFrameRaftAppendRequestPreviousTermFieldEvent | PeerFrameRaftAppendRequestEntriesIndexFieldEvent | PeerFrameRaftAppendRequestEntriesTermFieldEvent | PeerFrameRaftAppendRequestEntriesCommandMemberFieldEvent | PeerFrameRaftAppendRequestEntriesCommandSequenceFieldEvent | PeerFrameRaftAppendRequestEntriesCommandPayloadFieldEvent | PeerFrameRaftAppendRequestEntriesConfigurationVotersFieldEvent | PeerFrameRaftAppendRequestEntriesConfigurationLearnersFieldEvent | PeerFrameRaftAppendRequestEntriesConfigurationChangesKindFieldEvent | PeerFrameRaftAppendRequestEntriesConfigurationChangesMemberFieldEvent | PeerFrameRaftAppendRequestEntriesConfigurationChangesBecauseFieldEvent | PeerFrameRaftAppendRequestEntriesConfigurationRequestedByFieldEvent | PeerFrameRaftAppendRequestEntriesConfigurationVotersOutgoingFieldEvent | PeerFrameRaftAppendRequestEntriesConfigurationDemotedFieldEvent | PeerFrameRaftAppendRequestLeaderCommitFieldEvent | PeerFrameRaftAppendRequestRoundFieldEvent | PeerFrameRaftAppendAcceptedMatchIndexFieldEvent | PeerFrameRaftAppendAcceptedRoundFieldEvent | PeerFrameRaftAppendAcceptedFullFieldEvent | PeerFrameRaftAppendAcceptedRestingFieldEvent | PeerFrameRaftAppendRejectedRejectedIndexFieldEvent | PeerFrameRaftAppendRejectedConflictIndexFieldEvent | PeerFrameRaftAppendRejectedConflictTermFieldEvent | PeerFrameRaftAppendRejectedRoundFieldEvent | PeerFrameRaftProposeCommandsSequenceFieldEvent | PeerFrameRaftProposeCommandsPayloadFieldEvent | PeerFrameRaftChangeRequestRequestFieldEvent | PeerFrameRaftChangeRequestChangesKindFieldEvent | PeerFrameRaftChangeRequestChangesMemberFieldEvent | PeerFrameRaftChangeRequestChangesBecauseFieldEvent | PeerFrameRaftChangeResponseRequestFieldEvent | PeerFrameRaftChangeResponseCommittedIndexFieldEvent | PeerFrameRaftChangeResponseRefusedReasonFieldEvent | PeerFrameRaftReadRequestRequestFieldEvent | PeerFrameRaftReadResponseRequestFieldEvent | PeerFrameRaftReadResponseReadIndexFieldEvent | PeerFrameRaftSnapshotOfferSnapshotIndexFieldEvent | PeerFrameRaftSnapshotOfferSnapshotTermFieldEvent | PeerFrameRaftSnapshotOfferSnapshotVotersFieldEvent | PeerFrameRaftSnapshotOfferSnapshotLearnersFieldEvent | PeerFrameRaftSnapshotOfferSnapshotVotersOutgoingFieldEvent | PeerFrameRaftSnapshotOfferSnapshotDemotedFieldEvent | PeerFrameRaftSnapshotOfferSnapshotConfigurationIndexFieldEvent | PeerFrameRaftSnapshotOfferSnapshotSessionsMemberFieldEvent | PeerFrameRaftSnapshotOfferSnapshotSessionsSequenceFieldEvent | PeerFrameRaftSnapshotOfferSessionFieldEvent | PeerFrameRaftSnapshotOfferRoundFieldEvent | PeerFrameRaftSnapshotAcceptedSessionFieldEvent | PeerFrameRaftSnapshotAcceptedRoundFieldEvent | PeerFrameRaftProposeHeldReasonFieldEvent | PeerFrameRaftTransferRequestRequestFieldEvent | PeerFrameRaftTransferRequestToFieldEvent | PeerFrameRaftTransferResponseRequestFieldEvent | PeerFrameRaftTransferResponseTransferredLeaderFieldEvent | PeerFrameRaftTransferResponseRefusedReasonFieldEvent | PeerFrameRaftEpochFieldEvent | PeerFrameRaftEventFieldEvent | PeerFrameJoinAskedPeerFieldEvent | PeerFrameJoinAskedNameFieldEvent | PeerFrameJoinAskedAddressesFieldEvent | PeerFrameJoinAskedViaFieldEvent | PeerFrameJoinAskedIsRepairFieldEvent | PeerFrameJoinAskedCodeFieldEvent | PeerFrameJoinAskedEpochFieldEvent | PeerFrameJoinSettledPeerFieldEvent | PeerFrameJoinSettledOutcomeFieldEvent | PeerFrameJoinSettledByFieldEvent | PeerFrameProgressMatchesMemberFieldEvent | PeerFrameProgressMatchesMatchIndexFieldEvent | PeerFrameRemovedByFieldEvent | PeerFrameRemovedAtMsFieldEvent | PeerFrameRemovedIndexFieldEvent | PeerFrameMembershipConfigurationIndexFieldEvent | PeerFrameMembershipMembersMemberFieldEvent | PeerFrameMembershipMembersNameFieldEvent | PeerFrameMembershipMembersAddressesFieldEvent | PeerFrameMembershipAdmissionsMemberFieldEvent | PeerFrameMembershipAdmissionsApproverFieldEvent | PeerFrameMembershipAdmissionsAtMsFieldEvent | PeerFrameMembershipAdmissionsSignatureFieldEvent | PeerFrameSnapshotWantedRequestFieldEvent | PeerFrameSnapshotWantedAtLeastFieldEvent | PeerFrameConditionDiskFieldEvent>;
    }
    interface RaftMessage {
        term?: number;
        preVoteRequest?: raftpad.PreVoteRequest;
        preVoteResponse?: raftpad.PreVoteResponse;
        voteRequest?: raftpad.VoteRequest;
        voteResponse?: raftpad.VoteResponse;
        appendRequest?: raftpad.AppendRequest;
        appendAccepted?: raftpad.AppendAccepted;
        appendRejected?: raftpad.AppendRejected;
        propose?: raftpad.Propose;
        changeRequest?: raftpad.ChangeRequest;
        changeResponse?: raftpad.ChangeResponse;
        readRequest?: raftpad.ReadRequest;
        readResponse?: raftpad.ReadResponse;
        snapshotOffer?: raftpad.SnapshotOffer;
        snapshotAccepted?: raftpad.SnapshotAccepted;
        timeoutNow?: raftpad.TimeoutNow;
        proposeHeld?: raftpad.ProposeHeld;
        transferRequest?: raftpad.TransferRequest;
        transferResponse?: raftpad.TransferResponse;
        epoch?: number;
        event?: number;
    }
    namespace RaftMessage {
        const codec: () => Codec<RaftMessage>;
        interface RaftMessageTermFieldEvent {
            field: '$.term';
            value: number;
        }
        interface RaftMessagePreVoteRequestLastLogIndexFieldEvent {
            field: '$.preVoteRequest.lastLogIndex';
            value: number;
        }
        interface RaftMessagePreVoteRequestLastLogTermFieldEvent {
            field: '$.preVoteRequest.lastLogTerm';
            value: number;
        }
        interface RaftMessagePreVoteResponseGrantedFieldEvent {
            field: '$.preVoteResponse.granted';
            value: boolean;
        }
        interface RaftMessagePreVoteResponseAskedTermFieldEvent {
            field: '$.preVoteResponse.askedTerm';
            value: number;
        }
        interface RaftMessageVoteRequestLastLogIndexFieldEvent {
            field: '$.voteRequest.lastLogIndex';
            value: number;
        }
        interface RaftMessageVoteRequestLastLogTermFieldEvent {
            field: '$.voteRequest.lastLogTerm';
            value: number;
        }
        interface RaftMessageVoteRequestTransferFieldEvent {
            field: '$.voteRequest.transfer';
            value: boolean;
        }
        interface RaftMessageVoteResponseGrantedFieldEvent {
            field: '$.voteResponse.granted';
            value: boolean;
        }
        interface RaftMessageAppendRequestPreviousIndexFieldEvent {
            field: '$.appendRequest.previousIndex';
            value: number;
        }
        interface RaftMessageAppendRequestPreviousTermFieldEvent {
            field: '$.appendRequest.previousTerm';
            value: number;
        }
        interface RaftMessageAppendRequestEntriesIndexFieldEvent {
            field: '$.appendRequest.entries[].index';
            value: number;
            index: number;
        }
        interface RaftMessageAppendRequestEntriesTermFieldEvent {
            field: '$.appendRequest.entries[].term';
            value: number;
            index: number;
        }
        interface RaftMessageAppendRequestEntriesCommandMemberFieldEvent {
            field: '$.appendRequest.entries[].command.member';
            value: string;
            index: number;
        }
        interface RaftMessageAppendRequestEntriesCommandSequenceFieldEvent {
            field: '$.appendRequest.entries[].command.sequence';
            value: number;
            index: number;
        }
        interface RaftMessageAppendRequestEntriesCommandPayloadFieldEvent {
            field: '$.appendRequest.entries[].command.payload';
            value: Uint8Array;
            index: number;
        }
        interface RaftMessageAppendRequestEntriesConfigurationVotersFieldEvent {
            field: '$.appendRequest.entries[].configuration.voters[]';
            index: number;
            value: string;
        }
        interface RaftMessageAppendRequestEntriesConfigurationLearnersFieldEvent {
            field: '$.appendRequest.entries[].configuration.learners[]';
            index: number;
            value: string;
        }
        interface RaftMessageAppendRequestEntriesConfigurationChangesKindFieldEvent {
            field: '$.appendRequest.entries[].configuration.changes[].kind';
            value: raftpad.ChangeKind;
            index: number;
        }
        interface RaftMessageAppendRequestEntriesConfigurationChangesMemberFieldEvent {
            field: '$.appendRequest.entries[].configuration.changes[].member';
            value: string;
            index: number;
        }
        interface RaftMessageAppendRequestEntriesConfigurationChangesBecauseFieldEvent {
            field: '$.appendRequest.entries[].configuration.changes[].because';
            value: raftpad.DemotionCause;
            index: number;
        }
        interface RaftMessageAppendRequestEntriesConfigurationRequestedByFieldEvent {
            field: '$.appendRequest.entries[].configuration.requestedBy';
            value: string;
            index: number;
        }
        interface RaftMessageAppendRequestEntriesConfigurationVotersOutgoingFieldEvent {
            field: '$.appendRequest.entries[].configuration.votersOutgoing[]';
            index: number;
            value: string;
        }
        interface RaftMessageAppendRequestEntriesConfigurationDemotedFieldEvent {
            field: '$.appendRequest.entries[].configuration.demoted[]';
            index: number;
            value: string;
        }
        interface RaftMessageAppendRequestLeaderCommitFieldEvent {
            field: '$.appendRequest.leaderCommit';
            value: number;
        }
        interface RaftMessageAppendRequestRoundFieldEvent {
            field: '$.appendRequest.round';
            value: number;
        }
        interface RaftMessageAppendAcceptedMatchIndexFieldEvent {
            field: '$.appendAccepted.matchIndex';
            value: number;
        }
        interface RaftMessageAppendAcceptedRoundFieldEvent {
            field: '$.appendAccepted.round';
            value: number;
        }
        interface RaftMessageAppendAcceptedFullFieldEvent {
            field: '$.appendAccepted.full';
            value: boolean;
        }
        interface RaftMessageAppendAcceptedRestingFieldEvent {
            field: '$.appendAccepted.resting';
            value: boolean;
        }
        interface RaftMessageAppendRejectedRejectedIndexFieldEvent {
            field: '$.appendRejected.rejectedIndex';
            value: number;
        }
        interface RaftMessageAppendRejectedConflictIndexFieldEvent {
            field: '$.appendRejected.conflictIndex';
            value: number;
        }
        interface RaftMessageAppendRejectedConflictTermFieldEvent {
            field: '$.appendRejected.conflictTerm';
            value: number;
        }
        interface RaftMessageAppendRejectedRoundFieldEvent {
            field: '$.appendRejected.round';
            value: number;
        }
        interface RaftMessageProposeCommandsSequenceFieldEvent {
            field: '$.propose.commands[].sequence';
            value: number;
            index: number;
        }
        interface RaftMessageProposeCommandsPayloadFieldEvent {
            field: '$.propose.commands[].payload';
            value: Uint8Array;
            index: number;
        }
        interface RaftMessageChangeRequestRequestFieldEvent {
            field: '$.changeRequest.request';
            value: number;
        }
        interface RaftMessageChangeRequestChangesKindFieldEvent {
            field: '$.changeRequest.changes[].kind';
            value: raftpad.ChangeKind;
            index: number;
        }
        interface RaftMessageChangeRequestChangesMemberFieldEvent {
            field: '$.changeRequest.changes[].member';
            value: string;
            index: number;
        }
        interface RaftMessageChangeRequestChangesBecauseFieldEvent {
            field: '$.changeRequest.changes[].because';
            value: raftpad.DemotionCause;
            index: number;
        }
        interface RaftMessageChangeResponseRequestFieldEvent {
            field: '$.changeResponse.request';
            value: number;
        }
        interface RaftMessageChangeResponseCommittedIndexFieldEvent {
            field: '$.changeResponse.committed.index';
            value: number;
        }
        interface RaftMessageChangeResponseRefusedReasonFieldEvent {
            field: '$.changeResponse.refused.reason';
            value: raftpad.ChangeRefusal;
        }
        interface RaftMessageReadRequestRequestFieldEvent {
            field: '$.readRequest.request';
            value: number;
        }
        interface RaftMessageReadResponseRequestFieldEvent {
            field: '$.readResponse.request';
            value: number;
        }
        interface RaftMessageReadResponseReadIndexFieldEvent {
            field: '$.readResponse.readIndex';
            value: number;
        }
        interface RaftMessageSnapshotOfferSnapshotIndexFieldEvent {
            field: '$.snapshotOffer.snapshot.index';
            value: number;
        }
        interface RaftMessageSnapshotOfferSnapshotTermFieldEvent {
            field: '$.snapshotOffer.snapshot.term';
            value: number;
        }
        interface RaftMessageSnapshotOfferSnapshotVotersFieldEvent {
            field: '$.snapshotOffer.snapshot.voters[]';
            index: number;
            value: string;
        }
        interface RaftMessageSnapshotOfferSnapshotLearnersFieldEvent {
            field: '$.snapshotOffer.snapshot.learners[]';
            index: number;
            value: string;
        }
        interface RaftMessageSnapshotOfferSnapshotVotersOutgoingFieldEvent {
            field: '$.snapshotOffer.snapshot.votersOutgoing[]';
            index: number;
            value: string;
        }
        interface RaftMessageSnapshotOfferSnapshotDemotedFieldEvent {
            field: '$.snapshotOffer.snapshot.demoted[]';
            index: number;
            value: string;
        }
        interface RaftMessageSnapshotOfferSnapshotConfigurationIndexFieldEvent {
            field: '$.snapshotOffer.snapshot.configurationIndex';
            value: number;
        }
        interface RaftMessageSnapshotOfferSnapshotSessionsMemberFieldEvent {
            field: '$.snapshotOffer.snapshot.sessions[].member';
            value: string;
            index: number;
        }
        interface RaftMessageSnapshotOfferSnapshotSessionsSequenceFieldEvent {
            field: '$.snapshotOffer.snapshot.sessions[].sequence';
            value: number;
            index: number;
        }
        interface RaftMessageSnapshotOfferSessionFieldEvent {
            field: '$.snapshotOffer.session';
            value: number;
        }
        interface RaftMessageSnapshotOfferRoundFieldEvent {
            field: '$.snapshotOffer.round';
            value: number;
        }
        interface RaftMessageSnapshotAcceptedSessionFieldEvent {
            field: '$.snapshotAccepted.session';
            value: number;
        }
        interface RaftMessageSnapshotAcceptedRoundFieldEvent {
            field: '$.snapshotAccepted.round';
            value: number;
        }
        interface RaftMessageProposeHeldReasonFieldEvent {
            field: '$.proposeHeld.reason';
            value: raftpad.HoldReason;
        }
        interface RaftMessageTransferRequestRequestFieldEvent {
            field: '$.transferRequest.request';
            value: number;
        }
        interface RaftMessageTransferRequestToFieldEvent {
            field: '$.transferRequest.to';
            value: string;
        }
        interface RaftMessageTransferResponseRequestFieldEvent {
            field: '$.transferResponse.request';
            value: number;
        }
        interface RaftMessageTransferResponseTransferredLeaderFieldEvent {
            field: '$.transferResponse.transferred.leader';
            value: string;
        }
        interface RaftMessageTransferResponseRefusedReasonFieldEvent {
            field: '$.transferResponse.refused.reason';
            value: raftpad.TransferRefusal;
        }
        interface RaftMessageEpochFieldEvent {
            field: '$.epoch';
            value: number;
        }
        interface RaftMessageEventFieldEvent {
            field: '$.event';
            value: number;
        }
        function encode(obj: Partial<RaftMessage>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RaftMessage>): RaftMessage;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RaftMessage>): Generator<RaftMessageTermFieldEvent | RaftMessagePreVoteRequestLastLogIndexFieldEvent | RaftMessagePreVoteRequestLastLogTermFieldEvent | RaftMessagePreVoteResponseGrantedFieldEvent | RaftMessagePreVoteResponseAskedTermFieldEvent | RaftMessageVoteRequestLastLogIndexFieldEvent | RaftMessageVoteRequestLastLogTermFieldEvent | RaftMessageVoteRequestTransferFieldEvent | RaftMessageVoteResponseGrantedFieldEvent | RaftMessageAppendRequestPreviousIndexFieldEvent | RaftMessageAppendRequestPreviousTermFieldEvent | RaftMessageAppendRequestEntriesIndexFieldEvent | RaftMessageAppendRequestEntriesTermFieldEvent | RaftMessageAppendRequestEntriesCommandMemberFieldEvent | RaftMessageAppendRequestEntriesCommandSequenceFieldEvent | RaftMessageAppendRequestEntriesCommandPayloadFieldEvent | RaftMessageAppendRequestEntriesConfigurationVotersFieldEvent | RaftMessageAppendRequestEntriesConfigurationLearnersFieldEvent | RaftMessageAppendRequestEntriesConfigurationChangesKindFieldEvent | RaftMessageAppendRequestEntriesConfigurationChangesMemberFieldEvent | RaftMessageAppendRequestEntriesConfigurationChangesBecauseFieldEvent | RaftMessageAppendRequestEntriesConfigurationRequestedByFieldEvent | RaftMessageAppendRequestEntriesConfigurationVotersOutgoingFieldEvent | RaftMessageAppendRequestEntriesConfigurationDemotedFieldEvent | RaftMessageAppendRequestLeaderCommitFieldEvent | RaftMessageAppendRequestRoundFieldEvent | RaftMessageAppendAcceptedMatchIndexFieldEvent | RaftMessageAppendAcceptedRoundFieldEvent | RaftMessageAppendAcceptedFullFieldEvent | RaftMessageAppendAcceptedRestingFieldEvent | RaftMessageAppendRejectedRejectedIndexFieldEvent | RaftMessageAppendRejectedConflictIndexFieldEvent | RaftMessageAppendRejectedConflictTermFieldEvent | RaftMessageAppendRejectedRoundFieldEvent | RaftMessageProposeCommandsSequenceFieldEvent | RaftMessageProposeCommandsPayloadFieldEvent | RaftMessageChangeRequestRequestFieldEvent | RaftMessageChangeRequestChangesKindFieldEvent | RaftMessageChangeRequestChangesMemberFieldEvent | RaftMessageChangeRequestChangesBecauseFieldEvent | RaftMessageChangeResponseRequestFieldEvent | RaftMessageChangeResponseCommittedIndexFieldEvent | RaftMessageChangeResponseRefusedReasonFieldEvent | RaftMessageReadRequestRequestFieldEvent | RaftMessageReadResponseRequestFieldEvent | RaftMessageReadResponseReadIndexFieldEvent | RaftMessageSnapshotOfferSnapshotIndexFieldEvent | RaftMessageSnapshotOfferSnapshotTermFieldEvent | RaftMessageSnapshotOfferSnapshotVotersFieldEvent | RaftMessageSnapshotOfferSnapshotLearnersFieldEvent | RaftMessageSnapshotOfferSnapshotVotersOutgoingFieldEvent | RaftMessageSnapshotOfferSnapshotDemotedFieldEvent | RaftMessageSnapshotOfferSnapshotConfigurationIndexFieldEvent | RaftMessageSnapshotOfferSnapshotSessionsMemberFieldEvent | RaftMessageSnapshotOfferSnapshotSessionsSequenceFieldEvent | RaftMessageSnapshotOfferSessionFieldEvent | RaftMessageSnapshotOfferRoundFieldEvent | RaftMessageSnapshotAcceptedSessionFieldEvent | RaftMessageSnapshotAcceptedRoundFieldEvent | RaftMessageProposeHeldReasonFieldEvent | RaftMessageTransferRequestRequestFieldEvent | RaftMessageTransferRequestToFieldEvent | RaftMessageTransferResponseRequestFieldEvent | RaftMessageTransferResponseTransferredLeaderFieldEvent | RaftMessageTransferResponseRefusedReasonFieldEvent | RaftMessageEpochFieldEvent | RaftMessageEventFieldEvent>;
    }
    interface SnapshotOffer {
        snapshot?: raftpad.SnapshotMetadata;
        session?: number;
        round?: number;
    }
    namespace SnapshotOffer {
        const codec: () => Codec<SnapshotOffer>;
        interface SnapshotOfferSnapshotIndexFieldEvent {
            field: '$.snapshot.index';
            value: number;
        }
        interface SnapshotOfferSnapshotTermFieldEvent {
            field: '$.snapshot.term';
            value: number;
        }
        interface SnapshotOfferSnapshotVotersFieldEvent {
            field: '$.snapshot.voters[]';
            index: number;
            value: string;
        }
        interface SnapshotOfferSnapshotLearnersFieldEvent {
            field: '$.snapshot.learners[]';
            index: number;
            value: string;
        }
        interface SnapshotOfferSnapshotVotersOutgoingFieldEvent {
            field: '$.snapshot.votersOutgoing[]';
            index: number;
            value: string;
        }
        interface SnapshotOfferSnapshotDemotedFieldEvent {
            field: '$.snapshot.demoted[]';
            index: number;
            value: string;
        }
        interface SnapshotOfferSnapshotConfigurationIndexFieldEvent {
            field: '$.snapshot.configurationIndex';
            value: number;
        }
        interface SnapshotOfferSnapshotSessionsMemberFieldEvent {
            field: '$.snapshot.sessions[].member';
            value: string;
            index: number;
        }
        interface SnapshotOfferSnapshotSessionsSequenceFieldEvent {
            field: '$.snapshot.sessions[].sequence';
            value: number;
            index: number;
        }
        interface SnapshotOfferSessionFieldEvent {
            field: '$.session';
            value: number;
        }
        interface SnapshotOfferRoundFieldEvent {
            field: '$.round';
            value: number;
        }
        function encode(obj: Partial<SnapshotOffer>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SnapshotOffer>): SnapshotOffer;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SnapshotOffer>): Generator<SnapshotOfferSnapshotIndexFieldEvent | SnapshotOfferSnapshotTermFieldEvent | SnapshotOfferSnapshotVotersFieldEvent | SnapshotOfferSnapshotLearnersFieldEvent | SnapshotOfferSnapshotVotersOutgoingFieldEvent | SnapshotOfferSnapshotDemotedFieldEvent | SnapshotOfferSnapshotConfigurationIndexFieldEvent | SnapshotOfferSnapshotSessionsMemberFieldEvent | SnapshotOfferSnapshotSessionsSequenceFieldEvent | SnapshotOfferSessionFieldEvent | SnapshotOfferRoundFieldEvent>;
    }
    interface SnapshotAccepted {
        session?: number;
        round?: number;
    }
    namespace SnapshotAccepted {
        const codec: () => Codec<SnapshotAccepted>;
        interface SnapshotAcceptedSessionFieldEvent {
            field: '$.session';
            value: number;
        }
        interface SnapshotAcceptedRoundFieldEvent {
            field: '$.round';
            value: number;
        }
        function encode(obj: Partial<SnapshotAccepted>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SnapshotAccepted>): SnapshotAccepted;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SnapshotAccepted>): Generator<SnapshotAcceptedSessionFieldEvent | SnapshotAcceptedRoundFieldEvent>;
    }
    interface TimeoutNow {
    }
    namespace TimeoutNow {
        const codec: () => Codec<TimeoutNow>;
        function encode(obj: Partial<TimeoutNow>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TimeoutNow>): TimeoutNow;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TimeoutNow>): Generator<{}>;
    }
    enum HoldReason {
        HOLD_UNSPECIFIED = "HOLD_UNSPECIFIED",
        UNCOMMITTED_LOG_FULL = "UNCOMMITTED_LOG_FULL",
        LEADERSHIP_TRANSFER = "LEADERSHIP_TRANSFER",
        HOLD_DISK_FULL = "HOLD_DISK_FULL"
    }
    namespace HoldReason {
        const codec: () => Codec<HoldReason>;
    }
    interface ProposeHeld {
        reason?: raftpad.HoldReason;
    }
    namespace ProposeHeld {
        const codec: () => Codec<ProposeHeld>;
        interface ProposeHeldReasonFieldEvent {
            field: '$.reason';
            value: raftpad.HoldReason;
        }
        function encode(obj: Partial<ProposeHeld>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProposeHeld>): ProposeHeld;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProposeHeld>): Generator<ProposeHeldReasonFieldEvent>;
    }
    interface TransferRequest {
        request?: number;
        to?: string;
    }
    namespace TransferRequest {
        const codec: () => Codec<TransferRequest>;
        interface TransferRequestRequestFieldEvent {
            field: '$.request';
            value: number;
        }
        interface TransferRequestToFieldEvent {
            field: '$.to';
            value: string;
        }
        function encode(obj: Partial<TransferRequest>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TransferRequest>): TransferRequest;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TransferRequest>): Generator<TransferRequestRequestFieldEvent | TransferRequestToFieldEvent>;
    }
    enum TransferRefusal {
        TRANSFER_UNSPECIFIED = "TRANSFER_UNSPECIFIED",
        TRANSFER_NOT_LEADER = "TRANSFER_NOT_LEADER",
        TRANSFER_NOT_A_VOTER = "TRANSFER_NOT_A_VOTER",
        TRANSFER_NO_VOTER_PRESENT = "TRANSFER_NO_VOTER_PRESENT",
        TRANSFER_TARGET_BEHIND = "TRANSFER_TARGET_BEHIND",
        TRANSFER_TARGET_UNREACHABLE = "TRANSFER_TARGET_UNREACHABLE",
        TRANSFER_TIMEOUT = "TRANSFER_TIMEOUT",
        TRANSFER_UNDER_WAY = "TRANSFER_UNDER_WAY",
        TRANSFER_SUPERSEDED = "TRANSFER_SUPERSEDED",
        TRANSFER_LEADERSHIP_LOST = "TRANSFER_LEADERSHIP_LOST"
    }
    namespace TransferRefusal {
        const codec: () => Codec<TransferRefusal>;
    }
    interface TransferResponse {
        request?: number;
        transferred?: raftpad.TransferResponse.Transferred;
        already?: raftpad.TransferResponse.Already;
        refused?: raftpad.TransferResponse.Refused;
    }
    namespace TransferResponse {
        interface Transferred {
            leader?: string;
        }
        namespace Transferred {
            const codec: () => Codec<Transferred>;
            interface TransferredLeaderFieldEvent {
                field: '$.leader';
                value: string;
            }
            function encode(obj: Partial<Transferred>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Transferred>): Transferred;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Transferred>): Generator<TransferredLeaderFieldEvent>;
        }
        interface Already {
        }
        namespace Already {
            const codec: () => Codec<Already>;
            function encode(obj: Partial<Already>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Already>): Already;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Already>): Generator<{}>;
        }
        interface Refused {
            reason?: raftpad.TransferRefusal;
        }
        namespace Refused {
            const codec: () => Codec<Refused>;
            interface RefusedReasonFieldEvent {
                field: '$.reason';
                value: raftpad.TransferRefusal;
            }
            function encode(obj: Partial<Refused>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Refused>): Refused;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Refused>): Generator<RefusedReasonFieldEvent>;
        }
        const codec: () => Codec<TransferResponse>;
        interface TransferResponseRequestFieldEvent {
            field: '$.request';
            value: number;
        }
        interface TransferResponseTransferredLeaderFieldEvent {
            field: '$.transferred.leader';
            value: string;
        }
        interface TransferResponseRefusedReasonFieldEvent {
            field: '$.refused.reason';
            value: raftpad.TransferRefusal;
        }
        function encode(obj: Partial<TransferResponse>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TransferResponse>): TransferResponse;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TransferResponse>): Generator<TransferResponseRequestFieldEvent | TransferResponseTransferredLeaderFieldEvent | TransferResponseRefusedReasonFieldEvent>;
    }
    interface PreVoteRequest {
        lastLogIndex?: number;
        lastLogTerm?: number;
    }
    namespace PreVoteRequest {
        const codec: () => Codec<PreVoteRequest>;
        interface PreVoteRequestLastLogIndexFieldEvent {
            field: '$.lastLogIndex';
            value: number;
        }
        interface PreVoteRequestLastLogTermFieldEvent {
            field: '$.lastLogTerm';
            value: number;
        }
        function encode(obj: Partial<PreVoteRequest>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PreVoteRequest>): PreVoteRequest;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PreVoteRequest>): Generator<PreVoteRequestLastLogIndexFieldEvent | PreVoteRequestLastLogTermFieldEvent>;
    }
    interface PreVoteResponse {
        granted?: boolean;
        askedTerm?: number;
    }
    namespace PreVoteResponse {
        const codec: () => Codec<PreVoteResponse>;
        interface PreVoteResponseGrantedFieldEvent {
            field: '$.granted';
            value: boolean;
        }
        interface PreVoteResponseAskedTermFieldEvent {
            field: '$.askedTerm';
            value: number;
        }
        function encode(obj: Partial<PreVoteResponse>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PreVoteResponse>): PreVoteResponse;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PreVoteResponse>): Generator<PreVoteResponseGrantedFieldEvent | PreVoteResponseAskedTermFieldEvent>;
    }
    interface VoteRequest {
        lastLogIndex?: number;
        lastLogTerm?: number;
        transfer?: boolean;
    }
    namespace VoteRequest {
        const codec: () => Codec<VoteRequest>;
        interface VoteRequestLastLogIndexFieldEvent {
            field: '$.lastLogIndex';
            value: number;
        }
        interface VoteRequestLastLogTermFieldEvent {
            field: '$.lastLogTerm';
            value: number;
        }
        interface VoteRequestTransferFieldEvent {
            field: '$.transfer';
            value: boolean;
        }
        function encode(obj: Partial<VoteRequest>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<VoteRequest>): VoteRequest;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<VoteRequest>): Generator<VoteRequestLastLogIndexFieldEvent | VoteRequestLastLogTermFieldEvent | VoteRequestTransferFieldEvent>;
    }
    interface VoteResponse {
        granted?: boolean;
    }
    namespace VoteResponse {
        const codec: () => Codec<VoteResponse>;
        interface VoteResponseGrantedFieldEvent {
            field: '$.granted';
            value: boolean;
        }
        function encode(obj: Partial<VoteResponse>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<VoteResponse>): VoteResponse;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<VoteResponse>): Generator<VoteResponseGrantedFieldEvent>;
    }
    interface AppendRequest {
        previousIndex?: number;
        previousTerm?: number;
        entries: raftpad.Entry[];
        leaderCommit?: number;
        round?: number;
    }
    namespace AppendRequest {
        const codec: () => Codec<AppendRequest>;
        interface AppendRequestPreviousIndexFieldEvent {
            field: '$.previousIndex';
            value: number;
        }
        interface AppendRequestPreviousTermFieldEvent {
            field: '$.previousTerm';
            value: number;
        }
        interface AppendRequestEntriesIndexFieldEvent {
            field: '$.entries[].index';
            value: number;
            index: number;
        }
        interface AppendRequestEntriesTermFieldEvent {
            field: '$.entries[].term';
            value: number;
            index: number;
        }
        interface AppendRequestEntriesCommandMemberFieldEvent {
            field: '$.entries[].command.member';
            value: string;
            index: number;
        }
        interface AppendRequestEntriesCommandSequenceFieldEvent {
            field: '$.entries[].command.sequence';
            value: number;
            index: number;
        }
        interface AppendRequestEntriesCommandPayloadFieldEvent {
            field: '$.entries[].command.payload';
            value: Uint8Array;
            index: number;
        }
        interface AppendRequestEntriesConfigurationVotersFieldEvent {
            field: '$.entries[].configuration.voters[]';
            index: number;
            value: string;
        }
        interface AppendRequestEntriesConfigurationLearnersFieldEvent {
            field: '$.entries[].configuration.learners[]';
            index: number;
            value: string;
        }
        interface AppendRequestEntriesConfigurationChangesKindFieldEvent {
            field: '$.entries[].configuration.changes[].kind';
            value: raftpad.ChangeKind;
            index: number;
        }
        interface AppendRequestEntriesConfigurationChangesMemberFieldEvent {
            field: '$.entries[].configuration.changes[].member';
            value: string;
            index: number;
        }
        interface AppendRequestEntriesConfigurationChangesBecauseFieldEvent {
            field: '$.entries[].configuration.changes[].because';
            value: raftpad.DemotionCause;
            index: number;
        }
        interface AppendRequestEntriesConfigurationRequestedByFieldEvent {
            field: '$.entries[].configuration.requestedBy';
            value: string;
            index: number;
        }
        interface AppendRequestEntriesConfigurationVotersOutgoingFieldEvent {
            field: '$.entries[].configuration.votersOutgoing[]';
            index: number;
            value: string;
        }
        interface AppendRequestEntriesConfigurationDemotedFieldEvent {
            field: '$.entries[].configuration.demoted[]';
            index: number;
            value: string;
        }
        interface AppendRequestLeaderCommitFieldEvent {
            field: '$.leaderCommit';
            value: number;
        }
        interface AppendRequestRoundFieldEvent {
            field: '$.round';
            value: number;
        }
        function encode(obj: Partial<AppendRequest>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AppendRequest>): AppendRequest;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AppendRequest>): Generator<AppendRequestPreviousIndexFieldEvent | AppendRequestPreviousTermFieldEvent | AppendRequestEntriesIndexFieldEvent | AppendRequestEntriesTermFieldEvent | AppendRequestEntriesCommandMemberFieldEvent | AppendRequestEntriesCommandSequenceFieldEvent | AppendRequestEntriesCommandPayloadFieldEvent | AppendRequestEntriesConfigurationVotersFieldEvent | AppendRequestEntriesConfigurationLearnersFieldEvent | AppendRequestEntriesConfigurationChangesKindFieldEvent | AppendRequestEntriesConfigurationChangesMemberFieldEvent | AppendRequestEntriesConfigurationChangesBecauseFieldEvent | AppendRequestEntriesConfigurationRequestedByFieldEvent | AppendRequestEntriesConfigurationVotersOutgoingFieldEvent | AppendRequestEntriesConfigurationDemotedFieldEvent | AppendRequestLeaderCommitFieldEvent | AppendRequestRoundFieldEvent>;
    }
    interface AppendAccepted {
        matchIndex?: number;
        round?: number;
        full?: boolean;
        resting?: boolean;
    }
    namespace AppendAccepted {
        const codec: () => Codec<AppendAccepted>;
        interface AppendAcceptedMatchIndexFieldEvent {
            field: '$.matchIndex';
            value: number;
        }
        interface AppendAcceptedRoundFieldEvent {
            field: '$.round';
            value: number;
        }
        interface AppendAcceptedFullFieldEvent {
            field: '$.full';
            value: boolean;
        }
        interface AppendAcceptedRestingFieldEvent {
            field: '$.resting';
            value: boolean;
        }
        function encode(obj: Partial<AppendAccepted>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AppendAccepted>): AppendAccepted;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AppendAccepted>): Generator<AppendAcceptedMatchIndexFieldEvent | AppendAcceptedRoundFieldEvent | AppendAcceptedFullFieldEvent | AppendAcceptedRestingFieldEvent>;
    }
    interface AppendRejected {
        rejectedIndex?: number;
        conflictIndex?: number;
        conflictTerm?: number;
        round?: number;
    }
    namespace AppendRejected {
        const codec: () => Codec<AppendRejected>;
        interface AppendRejectedRejectedIndexFieldEvent {
            field: '$.rejectedIndex';
            value: number;
        }
        interface AppendRejectedConflictIndexFieldEvent {
            field: '$.conflictIndex';
            value: number;
        }
        interface AppendRejectedConflictTermFieldEvent {
            field: '$.conflictTerm';
            value: number;
        }
        interface AppendRejectedRoundFieldEvent {
            field: '$.round';
            value: number;
        }
        function encode(obj: Partial<AppendRejected>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AppendRejected>): AppendRejected;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AppendRejected>): Generator<AppendRejectedRejectedIndexFieldEvent | AppendRejectedConflictIndexFieldEvent | AppendRejectedConflictTermFieldEvent | AppendRejectedRoundFieldEvent>;
    }
    interface Propose {
        commands: raftpad.ProposedCommand[];
    }
    namespace Propose {
        const codec: () => Codec<Propose>;
        interface ProposeCommandsSequenceFieldEvent {
            field: '$.commands[].sequence';
            value: number;
            index: number;
        }
        interface ProposeCommandsPayloadFieldEvent {
            field: '$.commands[].payload';
            value: Uint8Array;
            index: number;
        }
        function encode(obj: Partial<Propose>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Propose>): Propose;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Propose>): Generator<ProposeCommandsSequenceFieldEvent | ProposeCommandsPayloadFieldEvent>;
    }
    interface ProposedCommand {
        sequence?: number;
        payload?: Uint8Array;
    }
    namespace ProposedCommand {
        const codec: () => Codec<ProposedCommand>;
        interface ProposedCommandSequenceFieldEvent {
            field: '$.sequence';
            value: number;
        }
        interface ProposedCommandPayloadFieldEvent {
            field: '$.payload';
            value: Uint8Array;
        }
        function encode(obj: Partial<ProposedCommand>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProposedCommand>): ProposedCommand;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProposedCommand>): Generator<ProposedCommandSequenceFieldEvent | ProposedCommandPayloadFieldEvent>;
    }
    interface ChangeRequest {
        request?: number;
        changes: raftpad.ConfigurationChange[];
    }
    namespace ChangeRequest {
        const codec: () => Codec<ChangeRequest>;
        interface ChangeRequestRequestFieldEvent {
            field: '$.request';
            value: number;
        }
        interface ChangeRequestChangesKindFieldEvent {
            field: '$.changes[].kind';
            value: raftpad.ChangeKind;
            index: number;
        }
        interface ChangeRequestChangesMemberFieldEvent {
            field: '$.changes[].member';
            value: string;
            index: number;
        }
        interface ChangeRequestChangesBecauseFieldEvent {
            field: '$.changes[].because';
            value: raftpad.DemotionCause;
            index: number;
        }
        function encode(obj: Partial<ChangeRequest>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChangeRequest>): ChangeRequest;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChangeRequest>): Generator<ChangeRequestRequestFieldEvent | ChangeRequestChangesKindFieldEvent | ChangeRequestChangesMemberFieldEvent | ChangeRequestChangesBecauseFieldEvent>;
    }
    enum ChangeRefusal {
        REFUSAL_UNSPECIFIED = "REFUSAL_UNSPECIFIED",
        NOT_LEADER = "NOT_LEADER",
        CHANGE_IN_PROGRESS = "CHANGE_IN_PROGRESS",
        TERM_NOT_YET_COMMITTED = "TERM_NOT_YET_COMMITTED",
        LAST_VOTER = "LAST_VOTER",
        LEADERSHIP_LOST = "LEADERSHIP_LOST",
        TRANSFER_IN_PROGRESS = "TRANSFER_IN_PROGRESS",
        LEARNER_BEHIND = "LEARNER_BEHIND",
        NOT_A_MEMBER = "NOT_A_MEMBER",
        CONTRADICTORY = "CONTRADICTORY",
        TOO_MANY_MEMBERS = "TOO_MANY_MEMBERS"
    }
    namespace ChangeRefusal {
        const codec: () => Codec<ChangeRefusal>;
    }
    interface ChangeResponse {
        request?: number;
        committed?: raftpad.ChangeResponse.Committed;
        already?: raftpad.ChangeResponse.Already;
        refused?: raftpad.ChangeResponse.Refused;
    }
    namespace ChangeResponse {
        interface Committed {
            index?: number;
        }
        namespace Committed {
            const codec: () => Codec<Committed>;
            interface CommittedIndexFieldEvent {
                field: '$.index';
                value: number;
            }
            function encode(obj: Partial<Committed>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Committed>): Committed;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Committed>): Generator<CommittedIndexFieldEvent>;
        }
        interface Already {
        }
        namespace Already {
            const codec: () => Codec<Already>;
            function encode(obj: Partial<Already>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Already>): Already;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Already>): Generator<{}>;
        }
        interface Refused {
            reason?: raftpad.ChangeRefusal;
        }
        namespace Refused {
            const codec: () => Codec<Refused>;
            interface RefusedReasonFieldEvent {
                field: '$.reason';
                value: raftpad.ChangeRefusal;
            }
            function encode(obj: Partial<Refused>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Refused>): Refused;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Refused>): Generator<RefusedReasonFieldEvent>;
        }
        const codec: () => Codec<ChangeResponse>;
        interface ChangeResponseRequestFieldEvent {
            field: '$.request';
            value: number;
        }
        interface ChangeResponseCommittedIndexFieldEvent {
            field: '$.committed.index';
            value: number;
        }
        interface ChangeResponseRefusedReasonFieldEvent {
            field: '$.refused.reason';
            value: raftpad.ChangeRefusal;
        }
        function encode(obj: Partial<ChangeResponse>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChangeResponse>): ChangeResponse;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChangeResponse>): Generator<ChangeResponseRequestFieldEvent | ChangeResponseCommittedIndexFieldEvent | ChangeResponseRefusedReasonFieldEvent>;
    }
    interface ReadRequest {
        request?: number;
    }
    namespace ReadRequest {
        const codec: () => Codec<ReadRequest>;
        interface ReadRequestRequestFieldEvent {
            field: '$.request';
            value: number;
        }
        function encode(obj: Partial<ReadRequest>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ReadRequest>): ReadRequest;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ReadRequest>): Generator<ReadRequestRequestFieldEvent>;
    }
    interface ReadResponse {
        request?: number;
        readIndex?: number;
    }
    namespace ReadResponse {
        const codec: () => Codec<ReadResponse>;
        interface ReadResponseRequestFieldEvent {
            field: '$.request';
            value: number;
        }
        interface ReadResponseReadIndexFieldEvent {
            field: '$.readIndex';
            value: number;
        }
        function encode(obj: Partial<ReadResponse>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ReadResponse>): ReadResponse;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ReadResponse>): Generator<ReadResponseRequestFieldEvent | ReadResponseReadIndexFieldEvent>;
    }
    interface JoinRequest {
        peer?: string;
        name?: string;
        addresses: string[];
        via?: string;
        isRepair?: boolean;
        code?: string;
        epoch?: number;
    }
    namespace JoinRequest {
        const codec: () => Codec<JoinRequest>;
        interface JoinRequestPeerFieldEvent {
            field: '$.peer';
            value: string;
        }
        interface JoinRequestNameFieldEvent {
            field: '$.name';
            value: string;
        }
        interface JoinRequestAddressesFieldEvent {
            field: '$.addresses[]';
            index: number;
            value: string;
        }
        interface JoinRequestViaFieldEvent {
            field: '$.via';
            value: string;
        }
        interface JoinRequestIsRepairFieldEvent {
            field: '$.isRepair';
            value: boolean;
        }
        interface JoinRequestCodeFieldEvent {
            field: '$.code';
            value: string;
        }
        interface JoinRequestEpochFieldEvent {
            field: '$.epoch';
            value: number;
        }
        function encode(obj: Partial<JoinRequest>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<JoinRequest>): JoinRequest;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<JoinRequest>): Generator<JoinRequestPeerFieldEvent | JoinRequestNameFieldEvent | JoinRequestAddressesFieldEvent | JoinRequestViaFieldEvent | JoinRequestIsRepairFieldEvent | JoinRequestCodeFieldEvent | JoinRequestEpochFieldEvent>;
    }
    enum JoinOutcome {
        OUTCOME_UNSPECIFIED = "OUTCOME_UNSPECIFIED",
        APPROVED = "APPROVED",
        REFUSED = "REFUSED",
        WITHDRAWN = "WITHDRAWN"
    }
    namespace JoinOutcome {
        const codec: () => Codec<JoinOutcome>;
    }
    interface JoinSettled {
        peer?: string;
        outcome?: raftpad.JoinOutcome;
        by?: string;
    }
    namespace JoinSettled {
        const codec: () => Codec<JoinSettled>;
        interface JoinSettledPeerFieldEvent {
            field: '$.peer';
            value: string;
        }
        interface JoinSettledOutcomeFieldEvent {
            field: '$.outcome';
            value: raftpad.JoinOutcome;
        }
        interface JoinSettledByFieldEvent {
            field: '$.by';
            value: string;
        }
        function encode(obj: Partial<JoinSettled>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<JoinSettled>): JoinSettled;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<JoinSettled>): Generator<JoinSettledPeerFieldEvent | JoinSettledOutcomeFieldEvent | JoinSettledByFieldEvent>;
    }
    interface Progress {
        matches: raftpad.Progress.Match[];
    }
    namespace Progress {
        interface Match {
            member?: string;
            matchIndex?: number;
        }
        namespace Match {
            const codec: () => Codec<Match>;
            interface MatchMemberFieldEvent {
                field: '$.member';
                value: string;
            }
            interface MatchMatchIndexFieldEvent {
                field: '$.matchIndex';
                value: number;
            }
            function encode(obj: Partial<Match>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Match>): Match;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Match>): Generator<MatchMemberFieldEvent | MatchMatchIndexFieldEvent>;
        }
        const codec: () => Codec<Progress>;
        interface ProgressMatchesMemberFieldEvent {
            field: '$.matches[].member';
            value: string;
            index: number;
        }
        interface ProgressMatchesMatchIndexFieldEvent {
            field: '$.matches[].matchIndex';
            value: number;
            index: number;
        }
        function encode(obj: Partial<Progress>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Progress>): Progress;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Progress>): Generator<ProgressMatchesMemberFieldEvent | ProgressMatchesMatchIndexFieldEvent>;
    }
    interface Membership {
        configurationIndex?: number;
        members: raftpad.KnownMember[];
        admissions: raftpad.SignedAdmission[];
    }
    namespace Membership {
        const codec: () => Codec<Membership>;
        interface MembershipConfigurationIndexFieldEvent {
            field: '$.configurationIndex';
            value: number;
        }
        interface MembershipMembersMemberFieldEvent {
            field: '$.members[].member';
            value: string;
            index: number;
        }
        interface MembershipMembersNameFieldEvent {
            field: '$.members[].name';
            value: string;
            index: number;
        }
        interface MembershipMembersAddressesFieldEvent {
            field: '$.members[].addresses[]';
            index: number;
            value: string;
        }
        interface MembershipAdmissionsMemberFieldEvent {
            field: '$.admissions[].member';
            value: string;
            index: number;
        }
        interface MembershipAdmissionsApproverFieldEvent {
            field: '$.admissions[].approver';
            value: string;
            index: number;
        }
        interface MembershipAdmissionsAtMsFieldEvent {
            field: '$.admissions[].atMs';
            value: number;
            index: number;
        }
        interface MembershipAdmissionsSignatureFieldEvent {
            field: '$.admissions[].signature';
            value: Uint8Array;
            index: number;
        }
        function encode(obj: Partial<Membership>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Membership>): Membership;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Membership>): Generator<MembershipConfigurationIndexFieldEvent | MembershipMembersMemberFieldEvent | MembershipMembersNameFieldEvent | MembershipMembersAddressesFieldEvent | MembershipAdmissionsMemberFieldEvent | MembershipAdmissionsApproverFieldEvent | MembershipAdmissionsAtMsFieldEvent | MembershipAdmissionsSignatureFieldEvent>;
    }
    interface SignedAdmission {
        member?: string;
        approver?: string;
        atMs?: number;
        signature?: Uint8Array;
    }
    namespace SignedAdmission {
        const codec: () => Codec<SignedAdmission>;
        interface SignedAdmissionMemberFieldEvent {
            field: '$.member';
            value: string;
        }
        interface SignedAdmissionApproverFieldEvent {
            field: '$.approver';
            value: string;
        }
        interface SignedAdmissionAtMsFieldEvent {
            field: '$.atMs';
            value: number;
        }
        interface SignedAdmissionSignatureFieldEvent {
            field: '$.signature';
            value: Uint8Array;
        }
        function encode(obj: Partial<SignedAdmission>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedAdmission>): SignedAdmission;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedAdmission>): Generator<SignedAdmissionMemberFieldEvent | SignedAdmissionApproverFieldEvent | SignedAdmissionAtMsFieldEvent | SignedAdmissionSignatureFieldEvent>;
    }
    interface KnownMember {
        member?: string;
        name?: string;
        addresses: string[];
    }
    namespace KnownMember {
        const codec: () => Codec<KnownMember>;
        interface KnownMemberMemberFieldEvent {
            field: '$.member';
            value: string;
        }
        interface KnownMemberNameFieldEvent {
            field: '$.name';
            value: string;
        }
        interface KnownMemberAddressesFieldEvent {
            field: '$.addresses[]';
            index: number;
            value: string;
        }
        function encode(obj: Partial<KnownMember>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<KnownMember>): KnownMember;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<KnownMember>): Generator<KnownMemberMemberFieldEvent | KnownMemberNameFieldEvent | KnownMemberAddressesFieldEvent>;
    }
    interface SnapshotWanted {
        request?: number;
        atLeast?: number;
    }
    namespace SnapshotWanted {
        const codec: () => Codec<SnapshotWanted>;
        interface SnapshotWantedRequestFieldEvent {
            field: '$.request';
            value: number;
        }
        interface SnapshotWantedAtLeastFieldEvent {
            field: '$.atLeast';
            value: number;
        }
        function encode(obj: Partial<SnapshotWanted>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SnapshotWanted>): SnapshotWanted;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SnapshotWanted>): Generator<SnapshotWantedRequestFieldEvent | SnapshotWantedAtLeastFieldEvent>;
    }
    enum DiskState {
        DISK_UNSPECIFIED = "DISK_UNSPECIFIED",
        DISK_OK = "DISK_OK",
        DISK_LOW = "DISK_LOW",
        DISK_FULL = "DISK_FULL"
    }
    namespace DiskState {
        const codec: () => Codec<DiskState>;
    }
    interface Condition {
        disk?: raftpad.DiskState;
    }
    namespace Condition {
        const codec: () => Codec<Condition>;
        interface ConditionDiskFieldEvent {
            field: '$.disk';
            value: raftpad.DiskState;
        }
        function encode(obj: Partial<Condition>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Condition>): Condition;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Condition>): Generator<ConditionDiskFieldEvent>;
    }
    interface Removed {
        by?: string;
        atMs?: number;
        index?: number;
    }
    namespace Removed {
        const codec: () => Codec<Removed>;
        interface RemovedByFieldEvent {
            field: '$.by';
            value: string;
        }
        interface RemovedAtMsFieldEvent {
            field: '$.atMs';
            value: number;
        }
        interface RemovedIndexFieldEvent {
            field: '$.index';
            value: number;
        }
        function encode(obj: Partial<Removed>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Removed>): Removed;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Removed>): Generator<RemovedByFieldEvent | RemovedAtMsFieldEvent | RemovedIndexFieldEvent>;
    }
    interface HelloInfo {
        appVersion?: string;
        name?: string;
        cluster?: raftpad.HelloInfo.Cluster;
        addresses: string[];
        admissions: raftpad.SignedAdmission[];
    }
    namespace HelloInfo {
        interface Cluster {
            id?: string;
            name?: string;
            memberCount?: number;
            epoch?: number;
            recovery?: raftpad.HelloInfo.Recovery;
        }
        namespace Cluster {
            const codec: () => Codec<Cluster>;
            interface ClusterIdFieldEvent {
                field: '$.id';
                value: string;
            }
            interface ClusterNameFieldEvent {
                field: '$.name';
                value: string;
            }
            interface ClusterMemberCountFieldEvent {
                field: '$.memberCount';
                value: number;
            }
            interface ClusterEpochFieldEvent {
                field: '$.epoch';
                value: number;
            }
            interface ClusterRecoveryBeforeFieldEvent {
                field: '$.recovery.before[]';
                index: number;
                value: number;
            }
            interface ClusterRecoveryByFieldEvent {
                field: '$.recovery.by';
                value: string;
            }
            interface ClusterRecoveryAtMsFieldEvent {
                field: '$.recovery.atMs';
                value: number;
            }
            function encode(obj: Partial<Cluster>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Cluster>): Cluster;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Cluster>): Generator<ClusterIdFieldEvent | ClusterNameFieldEvent | ClusterMemberCountFieldEvent | ClusterEpochFieldEvent | ClusterRecoveryBeforeFieldEvent | ClusterRecoveryByFieldEvent | ClusterRecoveryAtMsFieldEvent>;
        }
        interface Recovery {
            before: number[];
            by?: string;
            atMs?: number;
        }
        namespace Recovery {
            const codec: () => Codec<Recovery>;
            interface RecoveryBeforeFieldEvent {
                field: '$.before[]';
                index: number;
                value: number;
            }
            interface RecoveryByFieldEvent {
                field: '$.by';
                value: string;
            }
            interface RecoveryAtMsFieldEvent {
                field: '$.atMs';
                value: number;
            }
            function encode(obj: Partial<Recovery>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Recovery>): Recovery;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Recovery>): Generator<RecoveryBeforeFieldEvent | RecoveryByFieldEvent | RecoveryAtMsFieldEvent>;
        }
        const codec: () => Codec<HelloInfo>;
        interface HelloInfoAppVersionFieldEvent {
            field: '$.appVersion';
            value: string;
        }
        interface HelloInfoNameFieldEvent {
            field: '$.name';
            value: string;
        }
        interface HelloInfoClusterIdFieldEvent {
            field: '$.cluster.id';
            value: string;
        }
        interface HelloInfoClusterNameFieldEvent {
            field: '$.cluster.name';
            value: string;
        }
        interface HelloInfoClusterMemberCountFieldEvent {
            field: '$.cluster.memberCount';
            value: number;
        }
        interface HelloInfoClusterEpochFieldEvent {
            field: '$.cluster.epoch';
            value: number;
        }
        interface HelloInfoClusterRecoveryBeforeFieldEvent {
            field: '$.cluster.recovery.before[]';
            index: number;
            value: number;
        }
        interface HelloInfoClusterRecoveryByFieldEvent {
            field: '$.cluster.recovery.by';
            value: string;
        }
        interface HelloInfoClusterRecoveryAtMsFieldEvent {
            field: '$.cluster.recovery.atMs';
            value: number;
        }
        interface HelloInfoAddressesFieldEvent {
            field: '$.addresses[]';
            index: number;
            value: string;
        }
        interface HelloInfoAdmissionsMemberFieldEvent {
            field: '$.admissions[].member';
            value: string;
            index: number;
        }
        interface HelloInfoAdmissionsApproverFieldEvent {
            field: '$.admissions[].approver';
            value: string;
            index: number;
        }
        interface HelloInfoAdmissionsAtMsFieldEvent {
            field: '$.admissions[].atMs';
            value: number;
            index: number;
        }
        interface HelloInfoAdmissionsSignatureFieldEvent {
            field: '$.admissions[].signature';
            value: Uint8Array;
            index: number;
        }
        function encode(obj: Partial<HelloInfo>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HelloInfo>): HelloInfo;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HelloInfo>): Generator<HelloInfoAppVersionFieldEvent | HelloInfoNameFieldEvent | HelloInfoClusterIdFieldEvent | HelloInfoClusterNameFieldEvent | HelloInfoClusterMemberCountFieldEvent | HelloInfoClusterEpochFieldEvent | HelloInfoClusterRecoveryBeforeFieldEvent | HelloInfoClusterRecoveryByFieldEvent | HelloInfoClusterRecoveryAtMsFieldEvent | HelloInfoAddressesFieldEvent | HelloInfoAdmissionsMemberFieldEvent | HelloInfoAdmissionsApproverFieldEvent | HelloInfoAdmissionsAtMsFieldEvent | HelloInfoAdmissionsSignatureFieldEvent>;
    }
    interface HelloAnswer {
        info?: raftpad.HelloInfo;
        stranger?: raftpad.HelloAnswer.Stranger;
        member?: raftpad.HelloAnswer.Member;
        removed?: raftpad.Removed;
    }
    namespace HelloAnswer {
        interface Stranger {
        }
        namespace Stranger {
            const codec: () => Codec<Stranger>;
            function encode(obj: Partial<Stranger>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Stranger>): Stranger;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Stranger>): Generator<{}>;
        }
        interface Member {
        }
        namespace Member {
            const codec: () => Codec<Member>;
            function encode(obj: Partial<Member>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Member>): Member;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Member>): Generator<{}>;
        }
        const codec: () => Codec<HelloAnswer>;
        interface HelloAnswerInfoAppVersionFieldEvent {
            field: '$.info.appVersion';
            value: string;
        }
        interface HelloAnswerInfoNameFieldEvent {
            field: '$.info.name';
            value: string;
        }
        interface HelloAnswerInfoClusterIdFieldEvent {
            field: '$.info.cluster.id';
            value: string;
        }
        interface HelloAnswerInfoClusterNameFieldEvent {
            field: '$.info.cluster.name';
            value: string;
        }
        interface HelloAnswerInfoClusterMemberCountFieldEvent {
            field: '$.info.cluster.memberCount';
            value: number;
        }
        interface HelloAnswerInfoClusterEpochFieldEvent {
            field: '$.info.cluster.epoch';
            value: number;
        }
        interface HelloAnswerInfoClusterRecoveryBeforeFieldEvent {
            field: '$.info.cluster.recovery.before[]';
            index: number;
            value: number;
        }
        interface HelloAnswerInfoClusterRecoveryByFieldEvent {
            field: '$.info.cluster.recovery.by';
            value: string;
        }
        interface HelloAnswerInfoClusterRecoveryAtMsFieldEvent {
            field: '$.info.cluster.recovery.atMs';
            value: number;
        }
        interface HelloAnswerInfoAddressesFieldEvent {
            field: '$.info.addresses[]';
            index: number;
            value: string;
        }
        interface HelloAnswerInfoAdmissionsMemberFieldEvent {
            field: '$.info.admissions[].member';
            value: string;
            index: number;
        }
        interface HelloAnswerInfoAdmissionsApproverFieldEvent {
            field: '$.info.admissions[].approver';
            value: string;
            index: number;
        }
        interface HelloAnswerInfoAdmissionsAtMsFieldEvent {
            field: '$.info.admissions[].atMs';
            value: number;
            index: number;
        }
        interface HelloAnswerInfoAdmissionsSignatureFieldEvent {
            field: '$.info.admissions[].signature';
            value: Uint8Array;
            index: number;
        }
        interface HelloAnswerRemovedByFieldEvent {
            field: '$.removed.by';
            value: string;
        }
        interface HelloAnswerRemovedAtMsFieldEvent {
            field: '$.removed.atMs';
            value: number;
        }
        interface HelloAnswerRemovedIndexFieldEvent {
            field: '$.removed.index';
            value: number;
        }
        function encode(obj: Partial<HelloAnswer>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HelloAnswer>): HelloAnswer;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HelloAnswer>): Generator<HelloAnswerInfoAppVersionFieldEvent | HelloAnswerInfoNameFieldEvent | HelloAnswerInfoClusterIdFieldEvent | HelloAnswerInfoClusterNameFieldEvent | HelloAnswerInfoClusterMemberCountFieldEvent | HelloAnswerInfoClusterEpochFieldEvent | HelloAnswerInfoClusterRecoveryBeforeFieldEvent | HelloAnswerInfoClusterRecoveryByFieldEvent | HelloAnswerInfoClusterRecoveryAtMsFieldEvent | HelloAnswerInfoAddressesFieldEvent | HelloAnswerInfoAdmissionsMemberFieldEvent | HelloAnswerInfoAdmissionsApproverFieldEvent | HelloAnswerInfoAdmissionsAtMsFieldEvent | HelloAnswerInfoAdmissionsSignatureFieldEvent | HelloAnswerRemovedByFieldEvent | HelloAnswerRemovedAtMsFieldEvent | HelloAnswerRemovedIndexFieldEvent>;
    }
    interface JoinAsk {
        clusterId?: string;
        name?: string;
        addresses: string[];
        isRepair?: boolean;
        commitment?: Uint8Array;
        epoch?: number;
    }
    namespace JoinAsk {
        const codec: () => Codec<JoinAsk>;
        interface JoinAskClusterIdFieldEvent {
            field: '$.clusterId';
            value: string;
        }
        interface JoinAskNameFieldEvent {
            field: '$.name';
            value: string;
        }
        interface JoinAskAddressesFieldEvent {
            field: '$.addresses[]';
            index: number;
            value: string;
        }
        interface JoinAskIsRepairFieldEvent {
            field: '$.isRepair';
            value: boolean;
        }
        interface JoinAskCommitmentFieldEvent {
            field: '$.commitment';
            value: Uint8Array;
        }
        interface JoinAskEpochFieldEvent {
            field: '$.epoch';
            value: number;
        }
        function encode(obj: Partial<JoinAsk>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<JoinAsk>): JoinAsk;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<JoinAsk>): Generator<JoinAskClusterIdFieldEvent | JoinAskNameFieldEvent | JoinAskAddressesFieldEvent | JoinAskIsRepairFieldEvent | JoinAskCommitmentFieldEvent | JoinAskEpochFieldEvent>;
    }
    interface JoinReveal {
        nonce?: Uint8Array;
    }
    namespace JoinReveal {
        const codec: () => Codec<JoinReveal>;
        interface JoinRevealNonceFieldEvent {
            field: '$.nonce';
            value: Uint8Array;
        }
        function encode(obj: Partial<JoinReveal>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<JoinReveal>): JoinReveal;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<JoinReveal>): Generator<JoinRevealNonceFieldEvent>;
    }
    interface JoinReply {
        commitment?: Uint8Array;
        nonce?: Uint8Array;
        answer?: raftpad.JoinAnswer;
    }
    namespace JoinReply {
        const codec: () => Codec<JoinReply>;
        interface JoinReplyCommitmentFieldEvent {
            field: '$.commitment';
            value: Uint8Array;
        }
        interface JoinReplyNonceFieldEvent {
            field: '$.nonce';
            value: Uint8Array;
        }
        interface JoinReplyAnswerApprovedClusterIdFieldEvent {
            field: '$.answer.approved.clusterId';
            value: string;
        }
        interface JoinReplyAnswerApprovedClusterNameFieldEvent {
            field: '$.answer.approved.clusterName';
            value: string;
        }
        interface JoinReplyAnswerApprovedMembersMemberFieldEvent {
            field: '$.answer.approved.members[].member';
            value: string;
            index: number;
        }
        interface JoinReplyAnswerApprovedMembersNameFieldEvent {
            field: '$.answer.approved.members[].name';
            value: string;
            index: number;
        }
        interface JoinReplyAnswerApprovedMembersAddressesFieldEvent {
            field: '$.answer.approved.members[].addresses[]';
            index: number;
            value: string;
        }
        interface JoinReplyAnswerApprovedConfigurationIndexFieldEvent {
            field: '$.answer.approved.configurationIndex';
            value: number;
        }
        interface JoinReplyAnswerApprovedTermFieldEvent {
            field: '$.answer.approved.term';
            value: number;
        }
        interface JoinReplyAnswerApprovedEpochFieldEvent {
            field: '$.answer.approved.epoch';
            value: number;
        }
        interface JoinReplyAnswerRefusedByFieldEvent {
            field: '$.answer.refused.by';
            value: string;
        }
        interface JoinReplyAnswerUnavailableReasonFieldEvent {
            field: '$.answer.unavailable.reason';
            value: raftpad.JoinUnavailable;
        }
        interface JoinReplyAnswerRemovedByFieldEvent {
            field: '$.answer.removed.by';
            value: string;
        }
        interface JoinReplyAnswerRemovedAtMsFieldEvent {
            field: '$.answer.removed.atMs';
            value: number;
        }
        interface JoinReplyAnswerRemovedIndexFieldEvent {
            field: '$.answer.removed.index';
            value: number;
        }
        function encode(obj: Partial<JoinReply>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<JoinReply>): JoinReply;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<JoinReply>): Generator<JoinReplyCommitmentFieldEvent | JoinReplyNonceFieldEvent | JoinReplyAnswerApprovedClusterIdFieldEvent | JoinReplyAnswerApprovedClusterNameFieldEvent | JoinReplyAnswerApprovedMembersMemberFieldEvent | JoinReplyAnswerApprovedMembersNameFieldEvent | JoinReplyAnswerApprovedMembersAddressesFieldEvent | JoinReplyAnswerApprovedConfigurationIndexFieldEvent | JoinReplyAnswerApprovedTermFieldEvent | JoinReplyAnswerApprovedEpochFieldEvent | JoinReplyAnswerRefusedByFieldEvent | JoinReplyAnswerUnavailableReasonFieldEvent | JoinReplyAnswerRemovedByFieldEvent | JoinReplyAnswerRemovedAtMsFieldEvent | JoinReplyAnswerRemovedIndexFieldEvent>;
    }
    enum JoinUnavailable {
        UNAVAILABLE_UNSPECIFIED = "UNAVAILABLE_UNSPECIFIED",
        NO_CLUSTER = "NO_CLUSTER",
        OTHER_CLUSTER = "OTHER_CLUSTER",
        BUSY = "BUSY",
        TIMED_OUT = "TIMED_OUT",
        NO_MAJORITY = "NO_MAJORITY",
        OTHER_VERSION = "OTHER_VERSION",
        OTHER_EPOCH = "OTHER_EPOCH"
    }
    namespace JoinUnavailable {
        const codec: () => Codec<JoinUnavailable>;
    }
    interface JoinAnswer {
        approved?: raftpad.JoinAnswer.Approved;
        refused?: raftpad.JoinAnswer.Refused;
        unavailable?: raftpad.JoinAnswer.Unavailable;
        removed?: raftpad.Removed;
    }
    namespace JoinAnswer {
        interface Approved {
            clusterId?: string;
            clusterName?: string;
            members: raftpad.KnownMember[];
            configurationIndex?: number;
            term?: number;
            epoch?: number;
        }
        namespace Approved {
            const codec: () => Codec<Approved>;
            interface ApprovedClusterIdFieldEvent {
                field: '$.clusterId';
                value: string;
            }
            interface ApprovedClusterNameFieldEvent {
                field: '$.clusterName';
                value: string;
            }
            interface ApprovedMembersMemberFieldEvent {
                field: '$.members[].member';
                value: string;
                index: number;
            }
            interface ApprovedMembersNameFieldEvent {
                field: '$.members[].name';
                value: string;
                index: number;
            }
            interface ApprovedMembersAddressesFieldEvent {
                field: '$.members[].addresses[]';
                index: number;
                value: string;
            }
            interface ApprovedConfigurationIndexFieldEvent {
                field: '$.configurationIndex';
                value: number;
            }
            interface ApprovedTermFieldEvent {
                field: '$.term';
                value: number;
            }
            interface ApprovedEpochFieldEvent {
                field: '$.epoch';
                value: number;
            }
            function encode(obj: Partial<Approved>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Approved>): Approved;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Approved>): Generator<ApprovedClusterIdFieldEvent | ApprovedClusterNameFieldEvent | ApprovedMembersMemberFieldEvent | ApprovedMembersNameFieldEvent | ApprovedMembersAddressesFieldEvent | ApprovedConfigurationIndexFieldEvent | ApprovedTermFieldEvent | ApprovedEpochFieldEvent>;
        }
        interface Refused {
            by?: string;
        }
        namespace Refused {
            const codec: () => Codec<Refused>;
            interface RefusedByFieldEvent {
                field: '$.by';
                value: string;
            }
            function encode(obj: Partial<Refused>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Refused>): Refused;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Refused>): Generator<RefusedByFieldEvent>;
        }
        interface Unavailable {
            reason?: raftpad.JoinUnavailable;
        }
        namespace Unavailable {
            const codec: () => Codec<Unavailable>;
            interface UnavailableReasonFieldEvent {
                field: '$.reason';
                value: raftpad.JoinUnavailable;
            }
            function encode(obj: Partial<Unavailable>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Unavailable>): Unavailable;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Unavailable>): Generator<UnavailableReasonFieldEvent>;
        }
        const codec: () => Codec<JoinAnswer>;
        interface JoinAnswerApprovedClusterIdFieldEvent {
            field: '$.approved.clusterId';
            value: string;
        }
        interface JoinAnswerApprovedClusterNameFieldEvent {
            field: '$.approved.clusterName';
            value: string;
        }
        interface JoinAnswerApprovedMembersMemberFieldEvent {
            field: '$.approved.members[].member';
            value: string;
            index: number;
        }
        interface JoinAnswerApprovedMembersNameFieldEvent {
            field: '$.approved.members[].name';
            value: string;
            index: number;
        }
        interface JoinAnswerApprovedMembersAddressesFieldEvent {
            field: '$.approved.members[].addresses[]';
            index: number;
            value: string;
        }
        interface JoinAnswerApprovedConfigurationIndexFieldEvent {
            field: '$.approved.configurationIndex';
            value: number;
        }
        interface JoinAnswerApprovedTermFieldEvent {
            field: '$.approved.term';
            value: number;
        }
        interface JoinAnswerApprovedEpochFieldEvent {
            field: '$.approved.epoch';
            value: number;
        }
        interface JoinAnswerRefusedByFieldEvent {
            field: '$.refused.by';
            value: string;
        }
        interface JoinAnswerUnavailableReasonFieldEvent {
            field: '$.unavailable.reason';
            value: raftpad.JoinUnavailable;
        }
        interface JoinAnswerRemovedByFieldEvent {
            field: '$.removed.by';
            value: string;
        }
        interface JoinAnswerRemovedAtMsFieldEvent {
            field: '$.removed.atMs';
            value: number;
        }
        interface JoinAnswerRemovedIndexFieldEvent {
            field: '$.removed.index';
            value: number;
        }
        function encode(obj: Partial<JoinAnswer>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<JoinAnswer>): JoinAnswer;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<JoinAnswer>): Generator<JoinAnswerApprovedClusterIdFieldEvent | JoinAnswerApprovedClusterNameFieldEvent | JoinAnswerApprovedMembersMemberFieldEvent | JoinAnswerApprovedMembersNameFieldEvent | JoinAnswerApprovedMembersAddressesFieldEvent | JoinAnswerApprovedConfigurationIndexFieldEvent | JoinAnswerApprovedTermFieldEvent | JoinAnswerApprovedEpochFieldEvent | JoinAnswerRefusedByFieldEvent | JoinAnswerUnavailableReasonFieldEvent | JoinAnswerRemovedByFieldEvent | JoinAnswerRemovedAtMsFieldEvent | JoinAnswerRemovedIndexFieldEvent>;
    }
    interface InviteAsk {
        hello?: raftpad.InviteAsk.Hello;
        proof?: raftpad.InviteAsk.Proof;
    }
    namespace InviteAsk {
        interface Hello {
            invite?: Uint8Array;
            nonce?: Uint8Array;
        }
        namespace Hello {
            const codec: () => Codec<Hello>;
            interface HelloInviteFieldEvent {
                field: '$.invite';
                value: Uint8Array;
            }
            interface HelloNonceFieldEvent {
                field: '$.nonce';
                value: Uint8Array;
            }
            function encode(obj: Partial<Hello>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Hello>): Hello;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Hello>): Generator<HelloInviteFieldEvent | HelloNonceFieldEvent>;
        }
        interface Proof {
            signature?: Uint8Array;
            name?: string;
            addresses: string[];
        }
        namespace Proof {
            const codec: () => Codec<Proof>;
            interface ProofSignatureFieldEvent {
                field: '$.signature';
                value: Uint8Array;
            }
            interface ProofNameFieldEvent {
                field: '$.name';
                value: string;
            }
            interface ProofAddressesFieldEvent {
                field: '$.addresses[]';
                index: number;
                value: string;
            }
            function encode(obj: Partial<Proof>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Proof>): Proof;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Proof>): Generator<ProofSignatureFieldEvent | ProofNameFieldEvent | ProofAddressesFieldEvent>;
        }
        const codec: () => Codec<InviteAsk>;
        interface InviteAskHelloInviteFieldEvent {
            field: '$.hello.invite';
            value: Uint8Array;
        }
        interface InviteAskHelloNonceFieldEvent {
            field: '$.hello.nonce';
            value: Uint8Array;
        }
        interface InviteAskProofSignatureFieldEvent {
            field: '$.proof.signature';
            value: Uint8Array;
        }
        interface InviteAskProofNameFieldEvent {
            field: '$.proof.name';
            value: string;
        }
        interface InviteAskProofAddressesFieldEvent {
            field: '$.proof.addresses[]';
            index: number;
            value: string;
        }
        function encode(obj: Partial<InviteAsk>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<InviteAsk>): InviteAsk;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<InviteAsk>): Generator<InviteAskHelloInviteFieldEvent | InviteAskHelloNonceFieldEvent | InviteAskProofSignatureFieldEvent | InviteAskProofNameFieldEvent | InviteAskProofAddressesFieldEvent>;
    }
    enum InviteRefusal {
        INVITE_REFUSAL_UNSPECIFIED = "INVITE_REFUSAL_UNSPECIFIED",
        INVITE_BUSY = "INVITE_BUSY",
        INVITE_EXPIRED = "INVITE_EXPIRED",
        INVITE_USED = "INVITE_USED",
        INVITE_REVOKED = "INVITE_REVOKED",
        INVITE_NO_MAJORITY = "INVITE_NO_MAJORITY",
        INVITE_CLUSTER_FULL = "INVITE_CLUSTER_FULL"
    }
    namespace InviteRefusal {
        const codec: () => Codec<InviteRefusal>;
    }
    interface InviteReply {
        challenge?: raftpad.InviteReply.Challenge;
        refused?: raftpad.InviteReply.Refused;
        answer?: Uint8Array;
    }
    namespace InviteReply {
        interface Challenge {
            nonce?: Uint8Array;
            proof?: Uint8Array;
        }
        namespace Challenge {
            const codec: () => Codec<Challenge>;
            interface ChallengeNonceFieldEvent {
                field: '$.nonce';
                value: Uint8Array;
            }
            interface ChallengeProofFieldEvent {
                field: '$.proof';
                value: Uint8Array;
            }
            function encode(obj: Partial<Challenge>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Challenge>): Challenge;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Challenge>): Generator<ChallengeNonceFieldEvent | ChallengeProofFieldEvent>;
        }
        interface Refused {
            reason?: raftpad.InviteRefusal;
        }
        namespace Refused {
            const codec: () => Codec<Refused>;
            interface RefusedReasonFieldEvent {
                field: '$.reason';
                value: raftpad.InviteRefusal;
            }
            function encode(obj: Partial<Refused>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Refused>): Refused;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Refused>): Generator<RefusedReasonFieldEvent>;
        }
        const codec: () => Codec<InviteReply>;
        interface InviteReplyChallengeNonceFieldEvent {
            field: '$.challenge.nonce';
            value: Uint8Array;
        }
        interface InviteReplyChallengeProofFieldEvent {
            field: '$.challenge.proof';
            value: Uint8Array;
        }
        interface InviteReplyRefusedReasonFieldEvent {
            field: '$.refused.reason';
            value: raftpad.InviteRefusal;
        }
        interface InviteReplyAnswerFieldEvent {
            field: '$.answer';
            value: Uint8Array;
        }
        function encode(obj: Partial<InviteReply>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<InviteReply>): InviteReply;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<InviteReply>): Generator<InviteReplyChallengeNonceFieldEvent | InviteReplyChallengeProofFieldEvent | InviteReplyRefusedReasonFieldEvent | InviteReplyAnswerFieldEvent>;
    }
    interface InviteLink {
        clusterId?: Uint8Array;
        clusterName?: string;
        secret?: Uint8Array;
        expiresAtS?: number;
        inviter?: raftpad.InviteLink.Laptop;
        others: raftpad.InviteLink.Laptop[];
    }
    namespace InviteLink {
        interface Laptop {
            publicKey?: Uint8Array;
            name?: string;
            addresses: Uint8Array[];
        }
        namespace Laptop {
            const codec: () => Codec<Laptop>;
            interface LaptopPublicKeyFieldEvent {
                field: '$.publicKey';
                value: Uint8Array;
            }
            interface LaptopNameFieldEvent {
                field: '$.name';
                value: string;
            }
            interface LaptopAddressesFieldEvent {
                field: '$.addresses[]';
                index: number;
                value: Uint8Array;
            }
            function encode(obj: Partial<Laptop>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Laptop>): Laptop;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Laptop>): Generator<LaptopPublicKeyFieldEvent | LaptopNameFieldEvent | LaptopAddressesFieldEvent>;
        }
        const codec: () => Codec<InviteLink>;
        interface InviteLinkClusterIdFieldEvent {
            field: '$.clusterId';
            value: Uint8Array;
        }
        interface InviteLinkClusterNameFieldEvent {
            field: '$.clusterName';
            value: string;
        }
        interface InviteLinkSecretFieldEvent {
            field: '$.secret';
            value: Uint8Array;
        }
        interface InviteLinkExpiresAtSFieldEvent {
            field: '$.expiresAtS';
            value: number;
        }
        interface InviteLinkInviterPublicKeyFieldEvent {
            field: '$.inviter.publicKey';
            value: Uint8Array;
        }
        interface InviteLinkInviterNameFieldEvent {
            field: '$.inviter.name';
            value: string;
        }
        interface InviteLinkInviterAddressesFieldEvent {
            field: '$.inviter.addresses[]';
            index: number;
            value: Uint8Array;
        }
        interface InviteLinkOthersPublicKeyFieldEvent {
            field: '$.others[].publicKey';
            value: Uint8Array;
            index: number;
        }
        interface InviteLinkOthersNameFieldEvent {
            field: '$.others[].name';
            value: string;
            index: number;
        }
        interface InviteLinkOthersAddressesFieldEvent {
            field: '$.others[].addresses[]';
            index: number;
            value: Uint8Array;
        }
        function encode(obj: Partial<InviteLink>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<InviteLink>): InviteLink;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<InviteLink>): Generator<InviteLinkClusterIdFieldEvent | InviteLinkClusterNameFieldEvent | InviteLinkSecretFieldEvent | InviteLinkExpiresAtSFieldEvent | InviteLinkInviterPublicKeyFieldEvent | InviteLinkInviterNameFieldEvent | InviteLinkInviterAddressesFieldEvent | InviteLinkOthersPublicKeyFieldEvent | InviteLinkOthersNameFieldEvent | InviteLinkOthersAddressesFieldEvent>;
    }
    enum InviteState {
        INVITE_STATE_UNSPECIFIED = "INVITE_STATE_UNSPECIFIED",
        INVITE_OPEN = "INVITE_OPEN",
        INVITE_CLAIMED = "INVITE_CLAIMED",
        INVITE_WAS_USED = "INVITE_WAS_USED",
        INVITE_WAS_REVOKED = "INVITE_WAS_REVOKED"
    }
    namespace InviteState {
        const codec: () => Codec<InviteState>;
    }
    interface InviteList {
        clusterId?: string;
        invites: raftpad.InviteList.Invite[];
    }
    namespace InviteList {
        interface Invite {
            publicKey?: Uint8Array;
            inviter?: string;
            createdAtMs?: number;
            expiresAtMs?: number;
            state?: raftpad.InviteState;
            member?: string;
            atMs?: number;
        }
        namespace Invite {
            const codec: () => Codec<Invite>;
            interface InvitePublicKeyFieldEvent {
                field: '$.publicKey';
                value: Uint8Array;
            }
            interface InviteInviterFieldEvent {
                field: '$.inviter';
                value: string;
            }
            interface InviteCreatedAtMsFieldEvent {
                field: '$.createdAtMs';
                value: number;
            }
            interface InviteExpiresAtMsFieldEvent {
                field: '$.expiresAtMs';
                value: number;
            }
            interface InviteStateFieldEvent {
                field: '$.state';
                value: raftpad.InviteState;
            }
            interface InviteMemberFieldEvent {
                field: '$.member';
                value: string;
            }
            interface InviteAtMsFieldEvent {
                field: '$.atMs';
                value: number;
            }
            function encode(obj: Partial<Invite>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Invite>): Invite;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Invite>): Generator<InvitePublicKeyFieldEvent | InviteInviterFieldEvent | InviteCreatedAtMsFieldEvent | InviteExpiresAtMsFieldEvent | InviteStateFieldEvent | InviteMemberFieldEvent | InviteAtMsFieldEvent>;
        }
        const codec: () => Codec<InviteList>;
        interface InviteListClusterIdFieldEvent {
            field: '$.clusterId';
            value: string;
        }
        interface InviteListInvitesPublicKeyFieldEvent {
            field: '$.invites[].publicKey';
            value: Uint8Array;
            index: number;
        }
        interface InviteListInvitesInviterFieldEvent {
            field: '$.invites[].inviter';
            value: string;
            index: number;
        }
        interface InviteListInvitesCreatedAtMsFieldEvent {
            field: '$.invites[].createdAtMs';
            value: number;
            index: number;
        }
        interface InviteListInvitesExpiresAtMsFieldEvent {
            field: '$.invites[].expiresAtMs';
            value: number;
            index: number;
        }
        interface InviteListInvitesStateFieldEvent {
            field: '$.invites[].state';
            value: raftpad.InviteState;
            index: number;
        }
        interface InviteListInvitesMemberFieldEvent {
            field: '$.invites[].member';
            value: string;
            index: number;
        }
        interface InviteListInvitesAtMsFieldEvent {
            field: '$.invites[].atMs';
            value: number;
            index: number;
        }
        function encode(obj: Partial<InviteList>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<InviteList>): InviteList;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<InviteList>): Generator<InviteListClusterIdFieldEvent | InviteListInvitesPublicKeyFieldEvent | InviteListInvitesInviterFieldEvent | InviteListInvitesCreatedAtMsFieldEvent | InviteListInvitesExpiresAtMsFieldEvent | InviteListInvitesStateFieldEvent | InviteListInvitesMemberFieldEvent | InviteListInvitesAtMsFieldEvent>;
    }
    interface SnapshotTransfer {
        session?: number;
        index?: number;
        term?: number;
        totalBytes?: number;
        check?: number;
    }
    namespace SnapshotTransfer {
        const codec: () => Codec<SnapshotTransfer>;
        interface SnapshotTransferSessionFieldEvent {
            field: '$.session';
            value: number;
        }
        interface SnapshotTransferIndexFieldEvent {
            field: '$.index';
            value: number;
        }
        interface SnapshotTransferTermFieldEvent {
            field: '$.term';
            value: number;
        }
        interface SnapshotTransferTotalBytesFieldEvent {
            field: '$.totalBytes';
            value: number;
        }
        interface SnapshotTransferCheckFieldEvent {
            field: '$.check';
            value: number;
        }
        function encode(obj: Partial<SnapshotTransfer>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SnapshotTransfer>): SnapshotTransfer;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SnapshotTransfer>): Generator<SnapshotTransferSessionFieldEvent | SnapshotTransferIndexFieldEvent | SnapshotTransferTermFieldEvent | SnapshotTransferTotalBytesFieldEvent | SnapshotTransferCheckFieldEvent>;
    }
    interface SnapshotAnswer {
        accepted?: raftpad.SnapshotAnswer.Accepted;
        written?: raftpad.SnapshotAnswer.Written;
        finished?: raftpad.SnapshotAnswer.Finished;
        refused?: raftpad.SnapshotAnswer.Refused;
    }
    namespace SnapshotAnswer {
        interface Accepted {
            offset?: number;
        }
        namespace Accepted {
            const codec: () => Codec<Accepted>;
            interface AcceptedOffsetFieldEvent {
                field: '$.offset';
                value: number;
            }
            function encode(obj: Partial<Accepted>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Accepted>): Accepted;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Accepted>): Generator<AcceptedOffsetFieldEvent>;
        }
        interface Written {
            offset?: number;
        }
        namespace Written {
            const codec: () => Codec<Written>;
            interface WrittenOffsetFieldEvent {
                field: '$.offset';
                value: number;
            }
            function encode(obj: Partial<Written>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Written>): Written;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Written>): Generator<WrittenOffsetFieldEvent>;
        }
        interface Finished {
        }
        namespace Finished {
            const codec: () => Codec<Finished>;
            function encode(obj: Partial<Finished>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Finished>): Finished;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Finished>): Generator<{}>;
        }
        interface Refused {
            reason?: string;
        }
        namespace Refused {
            const codec: () => Codec<Refused>;
            interface RefusedReasonFieldEvent {
                field: '$.reason';
                value: string;
            }
            function encode(obj: Partial<Refused>): Uint8Array;
            function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Refused>): Refused;
            function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Refused>): Generator<RefusedReasonFieldEvent>;
        }
        const codec: () => Codec<SnapshotAnswer>;
        interface SnapshotAnswerAcceptedOffsetFieldEvent {
            field: '$.accepted.offset';
            value: number;
        }
        interface SnapshotAnswerWrittenOffsetFieldEvent {
            field: '$.written.offset';
            value: number;
        }
        interface SnapshotAnswerRefusedReasonFieldEvent {
            field: '$.refused.reason';
            value: string;
        }
        function encode(obj: Partial<SnapshotAnswer>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SnapshotAnswer>): SnapshotAnswer;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SnapshotAnswer>): Generator<SnapshotAnswerAcceptedOffsetFieldEvent | SnapshotAnswerWrittenOffsetFieldEvent | SnapshotAnswerRefusedReasonFieldEvent>;
    }
    interface ReachAsk {
        port?: number;
    }
    namespace ReachAsk {
        const codec: () => Codec<ReachAsk>;
        interface ReachAskPortFieldEvent {
            field: '$.port';
            value: number;
        }
        function encode(obj: Partial<ReachAsk>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ReachAsk>): ReachAsk;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ReachAsk>): Generator<ReachAskPortFieldEvent>;
    }
    enum ReachOutcome {
        REACH_UNSPECIFIED = "REACH_UNSPECIFIED",
        REACH_CONNECTED = "REACH_CONNECTED",
        REACH_REFUSED = "REACH_REFUSED",
        REACH_NO_ANSWER = "REACH_NO_ANSWER",
        REACH_NO_ROUTE = "REACH_NO_ROUTE",
        REACH_NOT_ALLOWED = "REACH_NOT_ALLOWED",
        REACH_FAILED = "REACH_FAILED",
        REACH_OTHER_PEER = "REACH_OTHER_PEER",
        REACH_BUSY = "REACH_BUSY"
    }
    namespace ReachOutcome {
        const codec: () => Codec<ReachOutcome>;
    }
    interface ReachAnswer {
        outcome?: raftpad.ReachOutcome;
        tookMs?: number;
        host?: string;
    }
    namespace ReachAnswer {
        const codec: () => Codec<ReachAnswer>;
        interface ReachAnswerOutcomeFieldEvent {
            field: '$.outcome';
            value: raftpad.ReachOutcome;
        }
        interface ReachAnswerTookMsFieldEvent {
            field: '$.tookMs';
            value: number;
        }
        interface ReachAnswerHostFieldEvent {
            field: '$.host';
            value: string;
        }
        function encode(obj: Partial<ReachAnswer>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ReachAnswer>): ReachAnswer;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ReachAnswer>): Generator<ReachAnswerOutcomeFieldEvent | ReachAnswerTookMsFieldEvent | ReachAnswerHostFieldEvent>;
    }
    interface CommandEnvelope {
        version?: number;
        body?: Uint8Array;
    }
    namespace CommandEnvelope {
        const codec: () => Codec<CommandEnvelope>;
        interface CommandEnvelopeVersionFieldEvent {
            field: '$.version';
            value: number;
        }
        interface CommandEnvelopeBodyFieldEvent {
            field: '$.body';
            value: Uint8Array;
        }
        function encode(obj: Partial<CommandEnvelope>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CommandEnvelope>): CommandEnvelope;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CommandEnvelope>): Generator<CommandEnvelopeVersionFieldEvent | CommandEnvelopeBodyFieldEvent>;
    }
    interface Command {
        createNote?: raftpad.CreateNote;
        renameNote?: raftpad.RenameNote;
        deleteNote?: raftpad.DeleteNote;
        editNote?: raftpad.EditNote;
        setRegister?: raftpad.SetRegister;
        compareAndSetRegister?: raftpad.CompareAndSetRegister;
        introduceMember?: raftpad.IntroduceMember;
        nameCluster?: raftpad.NameCluster;
        digestMark?: raftpad.DigestMark;
        digestReport?: raftpad.DigestReport;
    }
    namespace Command {
        const codec: () => Codec<Command>;
        interface CommandCreateNoteNoteFieldEvent {
            field: '$.createNote.note';
            value: string;
        }
        interface CommandCreateNoteTitleFieldEvent {
            field: '$.createNote.title';
            value: string;
        }
        interface CommandRenameNoteNoteFieldEvent {
            field: '$.renameNote.note';
            value: string;
        }
        interface CommandRenameNoteTitleFieldEvent {
            field: '$.renameNote.title';
            value: string;
        }
        interface CommandDeleteNoteNoteFieldEvent {
            field: '$.deleteNote.note';
            value: string;
        }
        interface CommandEditNoteNoteFieldEvent {
            field: '$.editNote.note';
            value: string;
        }
        interface CommandEditNoteBaseFieldEvent {
            field: '$.editNote.base';
            value: number;
        }
        interface CommandEditNoteEditorFieldEvent {
            field: '$.editNote.editor';
            value: string;
        }
        interface CommandEditNoteSequenceFieldEvent {
            field: '$.editNote.sequence';
            value: number;
        }
        interface CommandEditNoteChangesKeepFieldEvent {
            field: '$.editNote.changes[].keep';
            value: number;
            index: number;
        }
        interface CommandEditNoteChangesReplaceDeletedFieldEvent {
            field: '$.editNote.changes[].replace.deleted';
            value: number;
            index: number;
        }
        interface CommandEditNoteChangesReplaceInsertedLinesFieldEvent {
            field: '$.editNote.changes[].replace.insertedLines[]';
            index: number;
            value: string;
        }
        interface CommandSetRegisterNameFieldEvent {
            field: '$.setRegister.name';
            value: string;
        }
        interface CommandSetRegisterValueFieldEvent {
            field: '$.setRegister.value';
            value: Uint8Array;
        }
        interface CommandCompareAndSetRegisterNameFieldEvent {
            field: '$.compareAndSetRegister.name';
            value: string;
        }
        interface CommandCompareAndSetRegisterExpectedFieldEvent {
            field: '$.compareAndSetRegister.expected';
            value: Uint8Array;
        }
        interface CommandCompareAndSetRegisterValueFieldEvent {
            field: '$.compareAndSetRegister.value';
            value: Uint8Array;
        }
        interface CommandIntroduceMemberMemberFieldEvent {
            field: '$.introduceMember.member';
            value: string;
        }
        interface CommandIntroduceMemberNameFieldEvent {
            field: '$.introduceMember.name';
            value: string;
        }
        interface CommandIntroduceMemberAddressesFieldEvent {
            field: '$.introduceMember.addresses[]';
            index: number;
            value: string;
        }
        interface CommandNameClusterNameFieldEvent {
            field: '$.nameCluster.name';
            value: string;
        }
        interface CommandDigestReportMarkFieldEvent {
            field: '$.digestReport.mark';
            value: number;
        }
        interface CommandDigestReportDigestFieldEvent {
            field: '$.digestReport.digest';
            value: Uint8Array;
        }
        function encode(obj: Partial<Command>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Command>): Command;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Command>): Generator<CommandCreateNoteNoteFieldEvent | CommandCreateNoteTitleFieldEvent | CommandRenameNoteNoteFieldEvent | CommandRenameNoteTitleFieldEvent | CommandDeleteNoteNoteFieldEvent | CommandEditNoteNoteFieldEvent | CommandEditNoteBaseFieldEvent | CommandEditNoteEditorFieldEvent | CommandEditNoteSequenceFieldEvent | CommandEditNoteChangesKeepFieldEvent | CommandEditNoteChangesReplaceDeletedFieldEvent | CommandEditNoteChangesReplaceInsertedLinesFieldEvent | CommandSetRegisterNameFieldEvent | CommandSetRegisterValueFieldEvent | CommandCompareAndSetRegisterNameFieldEvent | CommandCompareAndSetRegisterExpectedFieldEvent | CommandCompareAndSetRegisterValueFieldEvent | CommandIntroduceMemberMemberFieldEvent | CommandIntroduceMemberNameFieldEvent | CommandIntroduceMemberAddressesFieldEvent | CommandNameClusterNameFieldEvent | CommandDigestReportMarkFieldEvent | CommandDigestReportDigestFieldEvent>;
    }
    interface CreateNote {
        note?: string;
        title?: string;
    }
    namespace CreateNote {
        const codec: () => Codec<CreateNote>;
        interface CreateNoteNoteFieldEvent {
            field: '$.note';
            value: string;
        }
        interface CreateNoteTitleFieldEvent {
            field: '$.title';
            value: string;
        }
        function encode(obj: Partial<CreateNote>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CreateNote>): CreateNote;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CreateNote>): Generator<CreateNoteNoteFieldEvent | CreateNoteTitleFieldEvent>;
    }
    interface RenameNote {
        note?: string;
        title?: string;
    }
    namespace RenameNote {
        const codec: () => Codec<RenameNote>;
        interface RenameNoteNoteFieldEvent {
            field: '$.note';
            value: string;
        }
        interface RenameNoteTitleFieldEvent {
            field: '$.title';
            value: string;
        }
        function encode(obj: Partial<RenameNote>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RenameNote>): RenameNote;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RenameNote>): Generator<RenameNoteNoteFieldEvent | RenameNoteTitleFieldEvent>;
    }
    interface DeleteNote {
        note?: string;
    }
    namespace DeleteNote {
        const codec: () => Codec<DeleteNote>;
        interface DeleteNoteNoteFieldEvent {
            field: '$.note';
            value: string;
        }
        function encode(obj: Partial<DeleteNote>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DeleteNote>): DeleteNote;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DeleteNote>): Generator<DeleteNoteNoteFieldEvent>;
    }
    interface EditNote {
        note?: string;
        base?: number;
        editor?: string;
        sequence?: number;
        changes: raftpad.ChangePart[];
    }
    namespace EditNote {
        const codec: () => Codec<EditNote>;
        interface EditNoteNoteFieldEvent {
            field: '$.note';
            value: string;
        }
        interface EditNoteBaseFieldEvent {
            field: '$.base';
            value: number;
        }
        interface EditNoteEditorFieldEvent {
            field: '$.editor';
            value: string;
        }
        interface EditNoteSequenceFieldEvent {
            field: '$.sequence';
            value: number;
        }
        interface EditNoteChangesKeepFieldEvent {
            field: '$.changes[].keep';
            value: number;
            index: number;
        }
        interface EditNoteChangesReplaceDeletedFieldEvent {
            field: '$.changes[].replace.deleted';
            value: number;
            index: number;
        }
        interface EditNoteChangesReplaceInsertedLinesFieldEvent {
            field: '$.changes[].replace.insertedLines[]';
            index: number;
            value: string;
        }
        function encode(obj: Partial<EditNote>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<EditNote>): EditNote;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<EditNote>): Generator<EditNoteNoteFieldEvent | EditNoteBaseFieldEvent | EditNoteEditorFieldEvent | EditNoteSequenceFieldEvent | EditNoteChangesKeepFieldEvent | EditNoteChangesReplaceDeletedFieldEvent | EditNoteChangesReplaceInsertedLinesFieldEvent>;
    }
    interface ChangePart {
        keep?: number;
        replace?: raftpad.Replacement;
    }
    namespace ChangePart {
        const codec: () => Codec<ChangePart>;
        interface ChangePartKeepFieldEvent {
            field: '$.keep';
            value: number;
        }
        interface ChangePartReplaceDeletedFieldEvent {
            field: '$.replace.deleted';
            value: number;
        }
        interface ChangePartReplaceInsertedLinesFieldEvent {
            field: '$.replace.insertedLines[]';
            index: number;
            value: string;
        }
        function encode(obj: Partial<ChangePart>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChangePart>): ChangePart;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChangePart>): Generator<ChangePartKeepFieldEvent | ChangePartReplaceDeletedFieldEvent | ChangePartReplaceInsertedLinesFieldEvent>;
    }
    interface Replacement {
        deleted?: number;
        insertedLines: string[];
    }
    namespace Replacement {
        const codec: () => Codec<Replacement>;
        interface ReplacementDeletedFieldEvent {
            field: '$.deleted';
            value: number;
        }
        interface ReplacementInsertedLinesFieldEvent {
            field: '$.insertedLines[]';
            index: number;
            value: string;
        }
        function encode(obj: Partial<Replacement>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Replacement>): Replacement;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Replacement>): Generator<ReplacementDeletedFieldEvent | ReplacementInsertedLinesFieldEvent>;
    }
    interface SetRegister {
        name?: string;
        value?: Uint8Array;
    }
    namespace SetRegister {
        const codec: () => Codec<SetRegister>;
        interface SetRegisterNameFieldEvent {
            field: '$.name';
            value: string;
        }
        interface SetRegisterValueFieldEvent {
            field: '$.value';
            value: Uint8Array;
        }
        function encode(obj: Partial<SetRegister>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SetRegister>): SetRegister;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SetRegister>): Generator<SetRegisterNameFieldEvent | SetRegisterValueFieldEvent>;
    }
    interface CompareAndSetRegister {
        name?: string;
        expected?: Uint8Array;
        value?: Uint8Array;
    }
    namespace CompareAndSetRegister {
        const codec: () => Codec<CompareAndSetRegister>;
        interface CompareAndSetRegisterNameFieldEvent {
            field: '$.name';
            value: string;
        }
        interface CompareAndSetRegisterExpectedFieldEvent {
            field: '$.expected';
            value: Uint8Array;
        }
        interface CompareAndSetRegisterValueFieldEvent {
            field: '$.value';
            value: Uint8Array;
        }
        function encode(obj: Partial<CompareAndSetRegister>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CompareAndSetRegister>): CompareAndSetRegister;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CompareAndSetRegister>): Generator<CompareAndSetRegisterNameFieldEvent | CompareAndSetRegisterExpectedFieldEvent | CompareAndSetRegisterValueFieldEvent>;
    }
    interface IntroduceMember {
        member?: string;
        name?: string;
        addresses: string[];
    }
    namespace IntroduceMember {
        const codec: () => Codec<IntroduceMember>;
        interface IntroduceMemberMemberFieldEvent {
            field: '$.member';
            value: string;
        }
        interface IntroduceMemberNameFieldEvent {
            field: '$.name';
            value: string;
        }
        interface IntroduceMemberAddressesFieldEvent {
            field: '$.addresses[]';
            index: number;
            value: string;
        }
        function encode(obj: Partial<IntroduceMember>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<IntroduceMember>): IntroduceMember;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<IntroduceMember>): Generator<IntroduceMemberMemberFieldEvent | IntroduceMemberNameFieldEvent | IntroduceMemberAddressesFieldEvent>;
    }
    interface NameCluster {
        name?: string;
    }
    namespace NameCluster {
        const codec: () => Codec<NameCluster>;
        interface NameClusterNameFieldEvent {
            field: '$.name';
            value: string;
        }
        function encode(obj: Partial<NameCluster>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<NameCluster>): NameCluster;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<NameCluster>): Generator<NameClusterNameFieldEvent>;
    }
    interface DigestMark {
    }
    namespace DigestMark {
        const codec: () => Codec<DigestMark>;
        function encode(obj: Partial<DigestMark>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DigestMark>): DigestMark;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DigestMark>): Generator<{}>;
    }
    interface DigestReport {
        mark?: number;
        digest?: Uint8Array;
    }
    namespace DigestReport {
        const codec: () => Codec<DigestReport>;
        interface DigestReportMarkFieldEvent {
            field: '$.mark';
            value: number;
        }
        interface DigestReportDigestFieldEvent {
            field: '$.digest';
            value: Uint8Array;
        }
        function encode(obj: Partial<DigestReport>): Uint8Array;
        function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DigestReport>): DigestReport;
        function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DigestReport>): Generator<DigestReportMarkFieldEvent | DigestReportDigestFieldEvent>;
    }
    const codec: () => Codec<raftpad>;
    function encode(obj: Partial<raftpad>): Uint8Array;
    function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<raftpad>): raftpad;
    function stream(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<raftpad>): Generator<{}>;
}
