// Generated from src/wire/raftpad.proto by build/generate-wire.ts. Do not edit.
import { decodeMessage, encodeMessage, enumeration, MaxLengthError, message, streamMessage } from 'protons-runtime';
export var raftpad;
(function (raftpad) {
    let Entry;
    (function (Entry) {
        let _codec;
        Entry.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    obj = { ...obj };
                    if (obj.configuration != null) {
                        obj.command = undefined;
                        obj.noOp = undefined;
                    }
                    if (obj.command != null) {
                        obj.configuration = undefined;
                        obj.noOp = undefined;
                    }
                    if (obj.noOp != null) {
                        obj.configuration = undefined;
                        obj.command = undefined;
                    }
                    if (obj.index != null) {
                        w.uint32(8);
                        w.uint64Number(obj.index);
                    }
                    if (obj.term != null) {
                        w.uint32(16);
                        w.uint64Number(obj.term);
                    }
                    if (obj.noOp != null) {
                        w.uint32(26);
                        raftpad.NoOp.codec().encode(obj.noOp, w);
                    }
                    if (obj.command != null) {
                        w.uint32(34);
                        raftpad.CommandBody.codec().encode(obj.command, w);
                    }
                    if (obj.configuration != null) {
                        w.uint32(42);
                        raftpad.ConfigurationBody.codec().encode(obj.configuration, w);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.index = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.term = reader.uint64Number();
                                break;
                            }
                            case 3: {
                                obj.noOp = raftpad.NoOp.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.noOp
                                });
                                break;
                            }
                            case 4: {
                                obj.command = raftpad.CommandBody.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.command
                                });
                                break;
                            }
                            case 5: {
                                obj.configuration = raftpad.ConfigurationBody.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.configuration
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    if (obj.configuration != null) {
                        delete obj.command;
                        delete obj.noOp;
                    }
                    if (obj.command != null) {
                        delete obj.configuration;
                        delete obj.noOp;
                    }
                    if (obj.noOp != null) {
                        delete obj.configuration;
                        delete obj.command;
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.index`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.term`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 3: {
                                yield* raftpad.NoOp.codec().stream(reader, reader.uint32(), `${prefix}.noOp`, {
                                    limits: opts.limits?.noOp
                                });
                                break;
                            }
                            case 4: {
                                yield* raftpad.CommandBody.codec().stream(reader, reader.uint32(), `${prefix}.command`, {
                                    limits: opts.limits?.command
                                });
                                break;
                            }
                            case 5: {
                                yield* raftpad.ConfigurationBody.codec().stream(reader, reader.uint32(), `${prefix}.configuration`, {
                                    limits: opts.limits?.configuration
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, Entry.codec());
        }
        Entry.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, Entry.codec(), opts);
        }
        Entry.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, Entry.codec(), opts);
        }
        Entry.stream = stream;
    })(Entry = raftpad.Entry || (raftpad.Entry = {}));
    let NoOp;
    (function (NoOp) {
        let _codec;
        NoOp.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, NoOp.codec());
        }
        NoOp.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, NoOp.codec(), opts);
        }
        NoOp.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, NoOp.codec(), opts);
        }
        NoOp.stream = stream;
    })(NoOp = raftpad.NoOp || (raftpad.NoOp = {}));
    let CommandBody;
    (function (CommandBody) {
        let _codec;
        CommandBody.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.member != null) {
                        w.uint32(10);
                        w.string(obj.member);
                    }
                    if (obj.sequence != null) {
                        w.uint32(16);
                        w.uint64Number(obj.sequence);
                    }
                    if (obj.payload != null) {
                        w.uint32(26);
                        w.bytes(obj.payload);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.member = reader.string();
                                break;
                            }
                            case 2: {
                                obj.sequence = reader.uint64Number();
                                break;
                            }
                            case 3: {
                                obj.payload = reader.bytes();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.member`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.sequence`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 3: {
                                yield {
                                    field: `${prefix}.payload`,
                                    value: reader.bytes()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, CommandBody.codec());
        }
        CommandBody.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, CommandBody.codec(), opts);
        }
        CommandBody.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, CommandBody.codec(), opts);
        }
        CommandBody.stream = stream;
    })(CommandBody = raftpad.CommandBody || (raftpad.CommandBody = {}));
    let ConfigurationBody;
    (function (ConfigurationBody) {
        let _codec;
        ConfigurationBody.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.voters != null && obj.voters.length > 0) {
                        for (const value of obj.voters) {
                            w.uint32(10);
                            w.string(value);
                        }
                    }
                    if (obj.learners != null && obj.learners.length > 0) {
                        for (const value of obj.learners) {
                            w.uint32(18);
                            w.string(value);
                        }
                    }
                    if (obj.changes != null && obj.changes.length > 0) {
                        for (const value of obj.changes) {
                            w.uint32(26);
                            raftpad.ConfigurationChange.codec().encode(value, w);
                        }
                    }
                    if (obj.requestedBy != null) {
                        w.uint32(34);
                        w.string(obj.requestedBy);
                    }
                    if (obj.votersOutgoing != null && obj.votersOutgoing.length > 0) {
                        for (const value of obj.votersOutgoing) {
                            w.uint32(42);
                            w.string(value);
                        }
                    }
                    if (obj.demoted != null && obj.demoted.length > 0) {
                        for (const value of obj.demoted) {
                            w.uint32(50);
                            w.string(value);
                        }
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {
                        voters: [],
                        learners: [],
                        changes: [],
                        votersOutgoing: [],
                        demoted: []
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                if (opts.limits?.voters != null && obj.voters.length === opts.limits.voters) {
                                    throw new MaxLengthError('Decode error - repeated field "voters" had too many elements');
                                }
                                obj.voters.push(reader.string());
                                break;
                            }
                            case 2: {
                                if (opts.limits?.learners != null && obj.learners.length === opts.limits.learners) {
                                    throw new MaxLengthError('Decode error - repeated field "learners" had too many elements');
                                }
                                obj.learners.push(reader.string());
                                break;
                            }
                            case 3: {
                                if (opts.limits?.changes != null && obj.changes.length === opts.limits.changes) {
                                    throw new MaxLengthError('Decode error - repeated field "changes" had too many elements');
                                }
                                obj.changes.push(raftpad.ConfigurationChange.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.changes$
                                }));
                                break;
                            }
                            case 4: {
                                obj.requestedBy = reader.string();
                                break;
                            }
                            case 5: {
                                if (opts.limits?.votersOutgoing != null && obj.votersOutgoing.length === opts.limits.votersOutgoing) {
                                    throw new MaxLengthError('Decode error - repeated field "votersOutgoing" had too many elements');
                                }
                                obj.votersOutgoing.push(reader.string());
                                break;
                            }
                            case 6: {
                                if (opts.limits?.demoted != null && obj.demoted.length === opts.limits.demoted) {
                                    throw new MaxLengthError('Decode error - repeated field "demoted" had too many elements');
                                }
                                obj.demoted.push(reader.string());
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const obj = {
                        voters: 0,
                        learners: 0,
                        changes: 0,
                        votersOutgoing: 0,
                        demoted: 0
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                if (opts.limits?.voters != null && obj.voters === opts.limits.voters) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "voters" had too many elements');
                                }
                                yield {
                                    field: `${prefix}.voters[]`,
                                    index: obj.voters,
                                    value: reader.string()
                                };
                                obj.voters++;
                                break;
                            }
                            case 2: {
                                if (opts.limits?.learners != null && obj.learners === opts.limits.learners) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "learners" had too many elements');
                                }
                                yield {
                                    field: `${prefix}.learners[]`,
                                    index: obj.learners,
                                    value: reader.string()
                                };
                                obj.learners++;
                                break;
                            }
                            case 3: {
                                if (opts.limits?.changes != null && obj.changes === opts.limits.changes) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "changes" had too many elements');
                                }
                                for (const evt of raftpad.ConfigurationChange.codec().stream(reader, reader.uint32(), `${prefix}.changes[]`, {
                                    limits: opts.limits?.changes$
                                })) {
                                    yield {
                                        ...evt,
                                        index: obj.changes
                                    };
                                }
                                obj.changes++;
                                break;
                            }
                            case 4: {
                                yield {
                                    field: `${prefix}.requestedBy`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 5: {
                                if (opts.limits?.votersOutgoing != null && obj.votersOutgoing === opts.limits.votersOutgoing) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "votersOutgoing" had too many elements');
                                }
                                yield {
                                    field: `${prefix}.votersOutgoing[]`,
                                    index: obj.votersOutgoing,
                                    value: reader.string()
                                };
                                obj.votersOutgoing++;
                                break;
                            }
                            case 6: {
                                if (opts.limits?.demoted != null && obj.demoted === opts.limits.demoted) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "demoted" had too many elements');
                                }
                                yield {
                                    field: `${prefix}.demoted[]`,
                                    index: obj.demoted,
                                    value: reader.string()
                                };
                                obj.demoted++;
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, ConfigurationBody.codec());
        }
        ConfigurationBody.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, ConfigurationBody.codec(), opts);
        }
        ConfigurationBody.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, ConfigurationBody.codec(), opts);
        }
        ConfigurationBody.stream = stream;
    })(ConfigurationBody = raftpad.ConfigurationBody || (raftpad.ConfigurationBody = {}));
    let ChangeKind;
    (function (ChangeKind) {
        ChangeKind["CHANGE_UNSPECIFIED"] = "CHANGE_UNSPECIFIED";
        ChangeKind["CREATE"] = "CREATE";
        ChangeKind["ADD_LEARNER"] = "ADD_LEARNER";
        ChangeKind["PROMOTE"] = "PROMOTE";
        ChangeKind["REMOVE"] = "REMOVE";
        ChangeKind["DEMOTE"] = "DEMOTE";
        ChangeKind["RECOVER"] = "RECOVER";
    })(ChangeKind = raftpad.ChangeKind || (raftpad.ChangeKind = {}));
    let __ChangeKindValues;
    (function (__ChangeKindValues) {
        __ChangeKindValues[__ChangeKindValues["CHANGE_UNSPECIFIED"] = 0] = "CHANGE_UNSPECIFIED";
        __ChangeKindValues[__ChangeKindValues["CREATE"] = 1] = "CREATE";
        __ChangeKindValues[__ChangeKindValues["ADD_LEARNER"] = 2] = "ADD_LEARNER";
        __ChangeKindValues[__ChangeKindValues["PROMOTE"] = 3] = "PROMOTE";
        __ChangeKindValues[__ChangeKindValues["REMOVE"] = 4] = "REMOVE";
        __ChangeKindValues[__ChangeKindValues["DEMOTE"] = 5] = "DEMOTE";
        __ChangeKindValues[__ChangeKindValues["RECOVER"] = 6] = "RECOVER";
    })(__ChangeKindValues || (__ChangeKindValues = {}));
    (function (ChangeKind) {
        ChangeKind.codec = () => {
            return enumeration(__ChangeKindValues);
        };
    })(ChangeKind = raftpad.ChangeKind || (raftpad.ChangeKind = {}));
    let DemotionCause;
    (function (DemotionCause) {
        DemotionCause["DEMOTION_UNSPECIFIED"] = "DEMOTION_UNSPECIFIED";
        DemotionCause["RESTING"] = "RESTING";
        DemotionCause["SILENT"] = "SILENT";
    })(DemotionCause = raftpad.DemotionCause || (raftpad.DemotionCause = {}));
    let __DemotionCauseValues;
    (function (__DemotionCauseValues) {
        __DemotionCauseValues[__DemotionCauseValues["DEMOTION_UNSPECIFIED"] = 0] = "DEMOTION_UNSPECIFIED";
        __DemotionCauseValues[__DemotionCauseValues["RESTING"] = 60] = "RESTING";
        __DemotionCauseValues[__DemotionCauseValues["SILENT"] = 61] = "SILENT";
    })(__DemotionCauseValues || (__DemotionCauseValues = {}));
    (function (DemotionCause) {
        DemotionCause.codec = () => {
            return enumeration(__DemotionCauseValues);
        };
    })(DemotionCause = raftpad.DemotionCause || (raftpad.DemotionCause = {}));
    let ConfigurationChange;
    (function (ConfigurationChange) {
        let _codec;
        ConfigurationChange.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.kind != null) {
                        w.uint32(8);
                        raftpad.ChangeKind.codec().encode(obj.kind, w);
                    }
                    if (obj.member != null) {
                        w.uint32(18);
                        w.string(obj.member);
                    }
                    if (obj.because != null) {
                        w.uint32(480);
                        raftpad.DemotionCause.codec().encode(obj.because, w);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.kind = raftpad.ChangeKind.codec().decode(reader);
                                break;
                            }
                            case 2: {
                                obj.member = reader.string();
                                break;
                            }
                            case 60: {
                                obj.because = raftpad.DemotionCause.codec().decode(reader);
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.kind`,
                                    value: raftpad.ChangeKind.codec().decode(reader)
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.member`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 60: {
                                yield {
                                    field: `${prefix}.because`,
                                    value: raftpad.DemotionCause.codec().decode(reader)
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, ConfigurationChange.codec());
        }
        ConfigurationChange.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, ConfigurationChange.codec(), opts);
        }
        ConfigurationChange.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, ConfigurationChange.codec(), opts);
        }
        ConfigurationChange.stream = stream;
    })(ConfigurationChange = raftpad.ConfigurationChange || (raftpad.ConfigurationChange = {}));
    let HardState;
    (function (HardState) {
        let _codec;
        HardState.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.term != null) {
                        w.uint32(8);
                        w.uint64Number(obj.term);
                    }
                    if (obj.votedFor != null) {
                        w.uint32(18);
                        w.string(obj.votedFor);
                    }
                    if (obj.commitIndex != null) {
                        w.uint32(24);
                        w.uint64Number(obj.commitIndex);
                    }
                    if (obj.epoch != null) {
                        w.uint32(32);
                        w.uint64Number(obj.epoch);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.term = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.votedFor = reader.string();
                                break;
                            }
                            case 3: {
                                obj.commitIndex = reader.uint64Number();
                                break;
                            }
                            case 4: {
                                obj.epoch = reader.uint64Number();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.term`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.votedFor`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 3: {
                                yield {
                                    field: `${prefix}.commitIndex`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 4: {
                                yield {
                                    field: `${prefix}.epoch`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, HardState.codec());
        }
        HardState.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, HardState.codec(), opts);
        }
        HardState.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, HardState.codec(), opts);
        }
        HardState.stream = stream;
    })(HardState = raftpad.HardState || (raftpad.HardState = {}));
    let SnapshotMetadata;
    (function (SnapshotMetadata) {
        let Session;
        (function (Session) {
            let _codec;
            Session.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.member != null) {
                            w.uint32(10);
                            w.string(obj.member);
                        }
                        if (obj.sequence != null) {
                            w.uint32(16);
                            w.uint64Number(obj.sequence);
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.member = reader.string();
                                    break;
                                }
                                case 2: {
                                    obj.sequence = reader.uint64Number();
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.member`,
                                        value: reader.string()
                                    };
                                    break;
                                }
                                case 2: {
                                    yield {
                                        field: `${prefix}.sequence`,
                                        value: reader.uint64Number()
                                    };
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Session.codec());
            }
            Session.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Session.codec(), opts);
            }
            Session.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Session.codec(), opts);
            }
            Session.stream = stream;
        })(Session = SnapshotMetadata.Session || (SnapshotMetadata.Session = {}));
        let _codec;
        SnapshotMetadata.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.index != null) {
                        w.uint32(8);
                        w.uint64Number(obj.index);
                    }
                    if (obj.term != null) {
                        w.uint32(16);
                        w.uint64Number(obj.term);
                    }
                    if (obj.voters != null && obj.voters.length > 0) {
                        for (const value of obj.voters) {
                            w.uint32(26);
                            w.string(value);
                        }
                    }
                    if (obj.learners != null && obj.learners.length > 0) {
                        for (const value of obj.learners) {
                            w.uint32(34);
                            w.string(value);
                        }
                    }
                    if (obj.votersOutgoing != null && obj.votersOutgoing.length > 0) {
                        for (const value of obj.votersOutgoing) {
                            w.uint32(42);
                            w.string(value);
                        }
                    }
                    if (obj.demoted != null && obj.demoted.length > 0) {
                        for (const value of obj.demoted) {
                            w.uint32(50);
                            w.string(value);
                        }
                    }
                    if (obj.configurationIndex != null) {
                        w.uint32(56);
                        w.uint64Number(obj.configurationIndex);
                    }
                    if (obj.sessions != null && obj.sessions.length > 0) {
                        for (const value of obj.sessions) {
                            w.uint32(66);
                            raftpad.SnapshotMetadata.Session.codec().encode(value, w);
                        }
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {
                        voters: [],
                        learners: [],
                        votersOutgoing: [],
                        demoted: [],
                        sessions: []
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.index = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.term = reader.uint64Number();
                                break;
                            }
                            case 3: {
                                if (opts.limits?.voters != null && obj.voters.length === opts.limits.voters) {
                                    throw new MaxLengthError('Decode error - repeated field "voters" had too many elements');
                                }
                                obj.voters.push(reader.string());
                                break;
                            }
                            case 4: {
                                if (opts.limits?.learners != null && obj.learners.length === opts.limits.learners) {
                                    throw new MaxLengthError('Decode error - repeated field "learners" had too many elements');
                                }
                                obj.learners.push(reader.string());
                                break;
                            }
                            case 5: {
                                if (opts.limits?.votersOutgoing != null && obj.votersOutgoing.length === opts.limits.votersOutgoing) {
                                    throw new MaxLengthError('Decode error - repeated field "votersOutgoing" had too many elements');
                                }
                                obj.votersOutgoing.push(reader.string());
                                break;
                            }
                            case 6: {
                                if (opts.limits?.demoted != null && obj.demoted.length === opts.limits.demoted) {
                                    throw new MaxLengthError('Decode error - repeated field "demoted" had too many elements');
                                }
                                obj.demoted.push(reader.string());
                                break;
                            }
                            case 7: {
                                obj.configurationIndex = reader.uint64Number();
                                break;
                            }
                            case 8: {
                                if (opts.limits?.sessions != null && obj.sessions.length === opts.limits.sessions) {
                                    throw new MaxLengthError('Decode error - repeated field "sessions" had too many elements');
                                }
                                obj.sessions.push(raftpad.SnapshotMetadata.Session.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.sessions$
                                }));
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const obj = {
                        voters: 0,
                        learners: 0,
                        votersOutgoing: 0,
                        demoted: 0,
                        sessions: 0
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.index`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.term`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 3: {
                                if (opts.limits?.voters != null && obj.voters === opts.limits.voters) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "voters" had too many elements');
                                }
                                yield {
                                    field: `${prefix}.voters[]`,
                                    index: obj.voters,
                                    value: reader.string()
                                };
                                obj.voters++;
                                break;
                            }
                            case 4: {
                                if (opts.limits?.learners != null && obj.learners === opts.limits.learners) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "learners" had too many elements');
                                }
                                yield {
                                    field: `${prefix}.learners[]`,
                                    index: obj.learners,
                                    value: reader.string()
                                };
                                obj.learners++;
                                break;
                            }
                            case 5: {
                                if (opts.limits?.votersOutgoing != null && obj.votersOutgoing === opts.limits.votersOutgoing) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "votersOutgoing" had too many elements');
                                }
                                yield {
                                    field: `${prefix}.votersOutgoing[]`,
                                    index: obj.votersOutgoing,
                                    value: reader.string()
                                };
                                obj.votersOutgoing++;
                                break;
                            }
                            case 6: {
                                if (opts.limits?.demoted != null && obj.demoted === opts.limits.demoted) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "demoted" had too many elements');
                                }
                                yield {
                                    field: `${prefix}.demoted[]`,
                                    index: obj.demoted,
                                    value: reader.string()
                                };
                                obj.demoted++;
                                break;
                            }
                            case 7: {
                                yield {
                                    field: `${prefix}.configurationIndex`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 8: {
                                if (opts.limits?.sessions != null && obj.sessions === opts.limits.sessions) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "sessions" had too many elements');
                                }
                                for (const evt of raftpad.SnapshotMetadata.Session.codec().stream(reader, reader.uint32(), `${prefix}.sessions[]`, {
                                    limits: opts.limits?.sessions$
                                })) {
                                    yield {
                                        ...evt,
                                        index: obj.sessions
                                    };
                                }
                                obj.sessions++;
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, SnapshotMetadata.codec());
        }
        SnapshotMetadata.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, SnapshotMetadata.codec(), opts);
        }
        SnapshotMetadata.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, SnapshotMetadata.codec(), opts);
        }
        SnapshotMetadata.stream = stream;
    })(SnapshotMetadata = raftpad.SnapshotMetadata || (raftpad.SnapshotMetadata = {}));
    let LogRecord;
    (function (LogRecord) {
        let _codec;
        LogRecord.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.truncateFrom != null) {
                        w.uint32(8);
                        w.uint64Number(obj.truncateFrom);
                    }
                    if (obj.entries != null && obj.entries.length > 0) {
                        for (const value of obj.entries) {
                            w.uint32(18);
                            raftpad.Entry.codec().encode(value, w);
                        }
                    }
                    if (obj.hardState != null) {
                        w.uint32(26);
                        raftpad.HardState.codec().encode(obj.hardState, w);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {
                        entries: []
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.truncateFrom = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                if (opts.limits?.entries != null && obj.entries.length === opts.limits.entries) {
                                    throw new MaxLengthError('Decode error - repeated field "entries" had too many elements');
                                }
                                obj.entries.push(raftpad.Entry.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.entries$
                                }));
                                break;
                            }
                            case 3: {
                                obj.hardState = raftpad.HardState.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.hardState
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const obj = {
                        entries: 0
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.truncateFrom`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                if (opts.limits?.entries != null && obj.entries === opts.limits.entries) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "entries" had too many elements');
                                }
                                for (const evt of raftpad.Entry.codec().stream(reader, reader.uint32(), `${prefix}.entries[]`, {
                                    limits: opts.limits?.entries$
                                })) {
                                    yield {
                                        ...evt,
                                        index: obj.entries
                                    };
                                }
                                obj.entries++;
                                break;
                            }
                            case 3: {
                                yield* raftpad.HardState.codec().stream(reader, reader.uint32(), `${prefix}.hardState`, {
                                    limits: opts.limits?.hardState
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, LogRecord.codec());
        }
        LogRecord.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, LogRecord.codec(), opts);
        }
        LogRecord.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, LogRecord.codec(), opts);
        }
        LogRecord.stream = stream;
    })(LogRecord = raftpad.LogRecord || (raftpad.LogRecord = {}));
    let PeerFrame;
    (function (PeerFrame) {
        let _codec;
        PeerFrame.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    obj = { ...obj };
                    if (obj.condition != null) {
                        obj.snapshotWanted = undefined;
                        obj.membership = undefined;
                        obj.removed = undefined;
                        obj.progress = undefined;
                        obj.joinSettled = undefined;
                        obj.joinAsked = undefined;
                        obj.raft = undefined;
                    }
                    if (obj.snapshotWanted != null) {
                        obj.condition = undefined;
                        obj.membership = undefined;
                        obj.removed = undefined;
                        obj.progress = undefined;
                        obj.joinSettled = undefined;
                        obj.joinAsked = undefined;
                        obj.raft = undefined;
                    }
                    if (obj.membership != null) {
                        obj.condition = undefined;
                        obj.snapshotWanted = undefined;
                        obj.removed = undefined;
                        obj.progress = undefined;
                        obj.joinSettled = undefined;
                        obj.joinAsked = undefined;
                        obj.raft = undefined;
                    }
                    if (obj.removed != null) {
                        obj.condition = undefined;
                        obj.snapshotWanted = undefined;
                        obj.membership = undefined;
                        obj.progress = undefined;
                        obj.joinSettled = undefined;
                        obj.joinAsked = undefined;
                        obj.raft = undefined;
                    }
                    if (obj.progress != null) {
                        obj.condition = undefined;
                        obj.snapshotWanted = undefined;
                        obj.membership = undefined;
                        obj.removed = undefined;
                        obj.joinSettled = undefined;
                        obj.joinAsked = undefined;
                        obj.raft = undefined;
                    }
                    if (obj.joinSettled != null) {
                        obj.condition = undefined;
                        obj.snapshotWanted = undefined;
                        obj.membership = undefined;
                        obj.removed = undefined;
                        obj.progress = undefined;
                        obj.joinAsked = undefined;
                        obj.raft = undefined;
                    }
                    if (obj.joinAsked != null) {
                        obj.condition = undefined;
                        obj.snapshotWanted = undefined;
                        obj.membership = undefined;
                        obj.removed = undefined;
                        obj.progress = undefined;
                        obj.joinSettled = undefined;
                        obj.raft = undefined;
                    }
                    if (obj.raft != null) {
                        obj.condition = undefined;
                        obj.snapshotWanted = undefined;
                        obj.membership = undefined;
                        obj.removed = undefined;
                        obj.progress = undefined;
                        obj.joinSettled = undefined;
                        obj.joinAsked = undefined;
                    }
                    if (obj.raft != null) {
                        w.uint32(10);
                        raftpad.RaftMessage.codec().encode(obj.raft, w);
                    }
                    if (obj.joinAsked != null) {
                        w.uint32(18);
                        raftpad.JoinRequest.codec().encode(obj.joinAsked, w);
                    }
                    if (obj.joinSettled != null) {
                        w.uint32(26);
                        raftpad.JoinSettled.codec().encode(obj.joinSettled, w);
                    }
                    if (obj.progress != null) {
                        w.uint32(34);
                        raftpad.Progress.codec().encode(obj.progress, w);
                    }
                    if (obj.removed != null) {
                        w.uint32(42);
                        raftpad.Removed.codec().encode(obj.removed, w);
                    }
                    if (obj.membership != null) {
                        w.uint32(50);
                        raftpad.Membership.codec().encode(obj.membership, w);
                    }
                    if (obj.snapshotWanted != null) {
                        w.uint32(58);
                        raftpad.SnapshotWanted.codec().encode(obj.snapshotWanted, w);
                    }
                    if (obj.condition != null) {
                        w.uint32(66);
                        raftpad.Condition.codec().encode(obj.condition, w);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.raft = raftpad.RaftMessage.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.raft
                                });
                                break;
                            }
                            case 2: {
                                obj.joinAsked = raftpad.JoinRequest.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.joinAsked
                                });
                                break;
                            }
                            case 3: {
                                obj.joinSettled = raftpad.JoinSettled.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.joinSettled
                                });
                                break;
                            }
                            case 4: {
                                obj.progress = raftpad.Progress.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.progress
                                });
                                break;
                            }
                            case 5: {
                                obj.removed = raftpad.Removed.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.removed
                                });
                                break;
                            }
                            case 6: {
                                obj.membership = raftpad.Membership.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.membership
                                });
                                break;
                            }
                            case 7: {
                                obj.snapshotWanted = raftpad.SnapshotWanted.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.snapshotWanted
                                });
                                break;
                            }
                            case 8: {
                                obj.condition = raftpad.Condition.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.condition
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    if (obj.condition != null) {
                        delete obj.snapshotWanted;
                        delete obj.membership;
                        delete obj.removed;
                        delete obj.progress;
                        delete obj.joinSettled;
                        delete obj.joinAsked;
                        delete obj.raft;
                    }
                    if (obj.snapshotWanted != null) {
                        delete obj.condition;
                        delete obj.membership;
                        delete obj.removed;
                        delete obj.progress;
                        delete obj.joinSettled;
                        delete obj.joinAsked;
                        delete obj.raft;
                    }
                    if (obj.membership != null) {
                        delete obj.condition;
                        delete obj.snapshotWanted;
                        delete obj.removed;
                        delete obj.progress;
                        delete obj.joinSettled;
                        delete obj.joinAsked;
                        delete obj.raft;
                    }
                    if (obj.removed != null) {
                        delete obj.condition;
                        delete obj.snapshotWanted;
                        delete obj.membership;
                        delete obj.progress;
                        delete obj.joinSettled;
                        delete obj.joinAsked;
                        delete obj.raft;
                    }
                    if (obj.progress != null) {
                        delete obj.condition;
                        delete obj.snapshotWanted;
                        delete obj.membership;
                        delete obj.removed;
                        delete obj.joinSettled;
                        delete obj.joinAsked;
                        delete obj.raft;
                    }
                    if (obj.joinSettled != null) {
                        delete obj.condition;
                        delete obj.snapshotWanted;
                        delete obj.membership;
                        delete obj.removed;
                        delete obj.progress;
                        delete obj.joinAsked;
                        delete obj.raft;
                    }
                    if (obj.joinAsked != null) {
                        delete obj.condition;
                        delete obj.snapshotWanted;
                        delete obj.membership;
                        delete obj.removed;
                        delete obj.progress;
                        delete obj.joinSettled;
                        delete obj.raft;
                    }
                    if (obj.raft != null) {
                        delete obj.condition;
                        delete obj.snapshotWanted;
                        delete obj.membership;
                        delete obj.removed;
                        delete obj.progress;
                        delete obj.joinSettled;
                        delete obj.joinAsked;
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield* raftpad.RaftMessage.codec().stream(reader, reader.uint32(), `${prefix}.raft`, {
                                    limits: opts.limits?.raft
                                });
                                break;
                            }
                            case 2: {
                                yield* raftpad.JoinRequest.codec().stream(reader, reader.uint32(), `${prefix}.joinAsked`, {
                                    limits: opts.limits?.joinAsked
                                });
                                break;
                            }
                            case 3: {
                                yield* raftpad.JoinSettled.codec().stream(reader, reader.uint32(), `${prefix}.joinSettled`, {
                                    limits: opts.limits?.joinSettled
                                });
                                break;
                            }
                            case 4: {
                                yield* raftpad.Progress.codec().stream(reader, reader.uint32(), `${prefix}.progress`, {
                                    limits: opts.limits?.progress
                                });
                                break;
                            }
                            case 5: {
                                yield* raftpad.Removed.codec().stream(reader, reader.uint32(), `${prefix}.removed`, {
                                    limits: opts.limits?.removed
                                });
                                break;
                            }
                            case 6: {
                                yield* raftpad.Membership.codec().stream(reader, reader.uint32(), `${prefix}.membership`, {
                                    limits: opts.limits?.membership
                                });
                                break;
                            }
                            case 7: {
                                yield* raftpad.SnapshotWanted.codec().stream(reader, reader.uint32(), `${prefix}.snapshotWanted`, {
                                    limits: opts.limits?.snapshotWanted
                                });
                                break;
                            }
                            case 8: {
                                yield* raftpad.Condition.codec().stream(reader, reader.uint32(), `${prefix}.condition`, {
                                    limits: opts.limits?.condition
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, PeerFrame.codec());
        }
        PeerFrame.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, PeerFrame.codec(), opts);
        }
        PeerFrame.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, PeerFrame.codec(), opts);
        }
        PeerFrame.stream = stream;
    })(PeerFrame = raftpad.PeerFrame || (raftpad.PeerFrame = {}));
    let RaftMessage;
    (function (RaftMessage) {
        let _codec;
        RaftMessage.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    obj = { ...obj };
                    if (obj.transferResponse != null) {
                        obj.transferRequest = undefined;
                        obj.proposeHeld = undefined;
                        obj.timeoutNow = undefined;
                        obj.snapshotAccepted = undefined;
                        obj.snapshotOffer = undefined;
                        obj.readResponse = undefined;
                        obj.readRequest = undefined;
                        obj.changeResponse = undefined;
                        obj.changeRequest = undefined;
                        obj.propose = undefined;
                        obj.appendRejected = undefined;
                        obj.appendAccepted = undefined;
                        obj.appendRequest = undefined;
                        obj.voteResponse = undefined;
                        obj.voteRequest = undefined;
                        obj.preVoteResponse = undefined;
                        obj.preVoteRequest = undefined;
                    }
                    if (obj.transferRequest != null) {
                        obj.transferResponse = undefined;
                        obj.proposeHeld = undefined;
                        obj.timeoutNow = undefined;
                        obj.snapshotAccepted = undefined;
                        obj.snapshotOffer = undefined;
                        obj.readResponse = undefined;
                        obj.readRequest = undefined;
                        obj.changeResponse = undefined;
                        obj.changeRequest = undefined;
                        obj.propose = undefined;
                        obj.appendRejected = undefined;
                        obj.appendAccepted = undefined;
                        obj.appendRequest = undefined;
                        obj.voteResponse = undefined;
                        obj.voteRequest = undefined;
                        obj.preVoteResponse = undefined;
                        obj.preVoteRequest = undefined;
                    }
                    if (obj.proposeHeld != null) {
                        obj.transferResponse = undefined;
                        obj.transferRequest = undefined;
                        obj.timeoutNow = undefined;
                        obj.snapshotAccepted = undefined;
                        obj.snapshotOffer = undefined;
                        obj.readResponse = undefined;
                        obj.readRequest = undefined;
                        obj.changeResponse = undefined;
                        obj.changeRequest = undefined;
                        obj.propose = undefined;
                        obj.appendRejected = undefined;
                        obj.appendAccepted = undefined;
                        obj.appendRequest = undefined;
                        obj.voteResponse = undefined;
                        obj.voteRequest = undefined;
                        obj.preVoteResponse = undefined;
                        obj.preVoteRequest = undefined;
                    }
                    if (obj.timeoutNow != null) {
                        obj.transferResponse = undefined;
                        obj.transferRequest = undefined;
                        obj.proposeHeld = undefined;
                        obj.snapshotAccepted = undefined;
                        obj.snapshotOffer = undefined;
                        obj.readResponse = undefined;
                        obj.readRequest = undefined;
                        obj.changeResponse = undefined;
                        obj.changeRequest = undefined;
                        obj.propose = undefined;
                        obj.appendRejected = undefined;
                        obj.appendAccepted = undefined;
                        obj.appendRequest = undefined;
                        obj.voteResponse = undefined;
                        obj.voteRequest = undefined;
                        obj.preVoteResponse = undefined;
                        obj.preVoteRequest = undefined;
                    }
                    if (obj.snapshotAccepted != null) {
                        obj.transferResponse = undefined;
                        obj.transferRequest = undefined;
                        obj.proposeHeld = undefined;
                        obj.timeoutNow = undefined;
                        obj.snapshotOffer = undefined;
                        obj.readResponse = undefined;
                        obj.readRequest = undefined;
                        obj.changeResponse = undefined;
                        obj.changeRequest = undefined;
                        obj.propose = undefined;
                        obj.appendRejected = undefined;
                        obj.appendAccepted = undefined;
                        obj.appendRequest = undefined;
                        obj.voteResponse = undefined;
                        obj.voteRequest = undefined;
                        obj.preVoteResponse = undefined;
                        obj.preVoteRequest = undefined;
                    }
                    if (obj.snapshotOffer != null) {
                        obj.transferResponse = undefined;
                        obj.transferRequest = undefined;
                        obj.proposeHeld = undefined;
                        obj.timeoutNow = undefined;
                        obj.snapshotAccepted = undefined;
                        obj.readResponse = undefined;
                        obj.readRequest = undefined;
                        obj.changeResponse = undefined;
                        obj.changeRequest = undefined;
                        obj.propose = undefined;
                        obj.appendRejected = undefined;
                        obj.appendAccepted = undefined;
                        obj.appendRequest = undefined;
                        obj.voteResponse = undefined;
                        obj.voteRequest = undefined;
                        obj.preVoteResponse = undefined;
                        obj.preVoteRequest = undefined;
                    }
                    if (obj.readResponse != null) {
                        obj.transferResponse = undefined;
                        obj.transferRequest = undefined;
                        obj.proposeHeld = undefined;
                        obj.timeoutNow = undefined;
                        obj.snapshotAccepted = undefined;
                        obj.snapshotOffer = undefined;
                        obj.readRequest = undefined;
                        obj.changeResponse = undefined;
                        obj.changeRequest = undefined;
                        obj.propose = undefined;
                        obj.appendRejected = undefined;
                        obj.appendAccepted = undefined;
                        obj.appendRequest = undefined;
                        obj.voteResponse = undefined;
                        obj.voteRequest = undefined;
                        obj.preVoteResponse = undefined;
                        obj.preVoteRequest = undefined;
                    }
                    if (obj.readRequest != null) {
                        obj.transferResponse = undefined;
                        obj.transferRequest = undefined;
                        obj.proposeHeld = undefined;
                        obj.timeoutNow = undefined;
                        obj.snapshotAccepted = undefined;
                        obj.snapshotOffer = undefined;
                        obj.readResponse = undefined;
                        obj.changeResponse = undefined;
                        obj.changeRequest = undefined;
                        obj.propose = undefined;
                        obj.appendRejected = undefined;
                        obj.appendAccepted = undefined;
                        obj.appendRequest = undefined;
                        obj.voteResponse = undefined;
                        obj.voteRequest = undefined;
                        obj.preVoteResponse = undefined;
                        obj.preVoteRequest = undefined;
                    }
                    if (obj.changeResponse != null) {
                        obj.transferResponse = undefined;
                        obj.transferRequest = undefined;
                        obj.proposeHeld = undefined;
                        obj.timeoutNow = undefined;
                        obj.snapshotAccepted = undefined;
                        obj.snapshotOffer = undefined;
                        obj.readResponse = undefined;
                        obj.readRequest = undefined;
                        obj.changeRequest = undefined;
                        obj.propose = undefined;
                        obj.appendRejected = undefined;
                        obj.appendAccepted = undefined;
                        obj.appendRequest = undefined;
                        obj.voteResponse = undefined;
                        obj.voteRequest = undefined;
                        obj.preVoteResponse = undefined;
                        obj.preVoteRequest = undefined;
                    }
                    if (obj.changeRequest != null) {
                        obj.transferResponse = undefined;
                        obj.transferRequest = undefined;
                        obj.proposeHeld = undefined;
                        obj.timeoutNow = undefined;
                        obj.snapshotAccepted = undefined;
                        obj.snapshotOffer = undefined;
                        obj.readResponse = undefined;
                        obj.readRequest = undefined;
                        obj.changeResponse = undefined;
                        obj.propose = undefined;
                        obj.appendRejected = undefined;
                        obj.appendAccepted = undefined;
                        obj.appendRequest = undefined;
                        obj.voteResponse = undefined;
                        obj.voteRequest = undefined;
                        obj.preVoteResponse = undefined;
                        obj.preVoteRequest = undefined;
                    }
                    if (obj.propose != null) {
                        obj.transferResponse = undefined;
                        obj.transferRequest = undefined;
                        obj.proposeHeld = undefined;
                        obj.timeoutNow = undefined;
                        obj.snapshotAccepted = undefined;
                        obj.snapshotOffer = undefined;
                        obj.readResponse = undefined;
                        obj.readRequest = undefined;
                        obj.changeResponse = undefined;
                        obj.changeRequest = undefined;
                        obj.appendRejected = undefined;
                        obj.appendAccepted = undefined;
                        obj.appendRequest = undefined;
                        obj.voteResponse = undefined;
                        obj.voteRequest = undefined;
                        obj.preVoteResponse = undefined;
                        obj.preVoteRequest = undefined;
                    }
                    if (obj.appendRejected != null) {
                        obj.transferResponse = undefined;
                        obj.transferRequest = undefined;
                        obj.proposeHeld = undefined;
                        obj.timeoutNow = undefined;
                        obj.snapshotAccepted = undefined;
                        obj.snapshotOffer = undefined;
                        obj.readResponse = undefined;
                        obj.readRequest = undefined;
                        obj.changeResponse = undefined;
                        obj.changeRequest = undefined;
                        obj.propose = undefined;
                        obj.appendAccepted = undefined;
                        obj.appendRequest = undefined;
                        obj.voteResponse = undefined;
                        obj.voteRequest = undefined;
                        obj.preVoteResponse = undefined;
                        obj.preVoteRequest = undefined;
                    }
                    if (obj.appendAccepted != null) {
                        obj.transferResponse = undefined;
                        obj.transferRequest = undefined;
                        obj.proposeHeld = undefined;
                        obj.timeoutNow = undefined;
                        obj.snapshotAccepted = undefined;
                        obj.snapshotOffer = undefined;
                        obj.readResponse = undefined;
                        obj.readRequest = undefined;
                        obj.changeResponse = undefined;
                        obj.changeRequest = undefined;
                        obj.propose = undefined;
                        obj.appendRejected = undefined;
                        obj.appendRequest = undefined;
                        obj.voteResponse = undefined;
                        obj.voteRequest = undefined;
                        obj.preVoteResponse = undefined;
                        obj.preVoteRequest = undefined;
                    }
                    if (obj.appendRequest != null) {
                        obj.transferResponse = undefined;
                        obj.transferRequest = undefined;
                        obj.proposeHeld = undefined;
                        obj.timeoutNow = undefined;
                        obj.snapshotAccepted = undefined;
                        obj.snapshotOffer = undefined;
                        obj.readResponse = undefined;
                        obj.readRequest = undefined;
                        obj.changeResponse = undefined;
                        obj.changeRequest = undefined;
                        obj.propose = undefined;
                        obj.appendRejected = undefined;
                        obj.appendAccepted = undefined;
                        obj.voteResponse = undefined;
                        obj.voteRequest = undefined;
                        obj.preVoteResponse = undefined;
                        obj.preVoteRequest = undefined;
                    }
                    if (obj.voteResponse != null) {
                        obj.transferResponse = undefined;
                        obj.transferRequest = undefined;
                        obj.proposeHeld = undefined;
                        obj.timeoutNow = undefined;
                        obj.snapshotAccepted = undefined;
                        obj.snapshotOffer = undefined;
                        obj.readResponse = undefined;
                        obj.readRequest = undefined;
                        obj.changeResponse = undefined;
                        obj.changeRequest = undefined;
                        obj.propose = undefined;
                        obj.appendRejected = undefined;
                        obj.appendAccepted = undefined;
                        obj.appendRequest = undefined;
                        obj.voteRequest = undefined;
                        obj.preVoteResponse = undefined;
                        obj.preVoteRequest = undefined;
                    }
                    if (obj.voteRequest != null) {
                        obj.transferResponse = undefined;
                        obj.transferRequest = undefined;
                        obj.proposeHeld = undefined;
                        obj.timeoutNow = undefined;
                        obj.snapshotAccepted = undefined;
                        obj.snapshotOffer = undefined;
                        obj.readResponse = undefined;
                        obj.readRequest = undefined;
                        obj.changeResponse = undefined;
                        obj.changeRequest = undefined;
                        obj.propose = undefined;
                        obj.appendRejected = undefined;
                        obj.appendAccepted = undefined;
                        obj.appendRequest = undefined;
                        obj.voteResponse = undefined;
                        obj.preVoteResponse = undefined;
                        obj.preVoteRequest = undefined;
                    }
                    if (obj.preVoteResponse != null) {
                        obj.transferResponse = undefined;
                        obj.transferRequest = undefined;
                        obj.proposeHeld = undefined;
                        obj.timeoutNow = undefined;
                        obj.snapshotAccepted = undefined;
                        obj.snapshotOffer = undefined;
                        obj.readResponse = undefined;
                        obj.readRequest = undefined;
                        obj.changeResponse = undefined;
                        obj.changeRequest = undefined;
                        obj.propose = undefined;
                        obj.appendRejected = undefined;
                        obj.appendAccepted = undefined;
                        obj.appendRequest = undefined;
                        obj.voteResponse = undefined;
                        obj.voteRequest = undefined;
                        obj.preVoteRequest = undefined;
                    }
                    if (obj.preVoteRequest != null) {
                        obj.transferResponse = undefined;
                        obj.transferRequest = undefined;
                        obj.proposeHeld = undefined;
                        obj.timeoutNow = undefined;
                        obj.snapshotAccepted = undefined;
                        obj.snapshotOffer = undefined;
                        obj.readResponse = undefined;
                        obj.readRequest = undefined;
                        obj.changeResponse = undefined;
                        obj.changeRequest = undefined;
                        obj.propose = undefined;
                        obj.appendRejected = undefined;
                        obj.appendAccepted = undefined;
                        obj.appendRequest = undefined;
                        obj.voteResponse = undefined;
                        obj.voteRequest = undefined;
                        obj.preVoteResponse = undefined;
                    }
                    if (obj.term != null) {
                        w.uint32(8);
                        w.uint64Number(obj.term);
                    }
                    if (obj.preVoteRequest != null) {
                        w.uint32(18);
                        raftpad.PreVoteRequest.codec().encode(obj.preVoteRequest, w);
                    }
                    if (obj.preVoteResponse != null) {
                        w.uint32(26);
                        raftpad.PreVoteResponse.codec().encode(obj.preVoteResponse, w);
                    }
                    if (obj.voteRequest != null) {
                        w.uint32(34);
                        raftpad.VoteRequest.codec().encode(obj.voteRequest, w);
                    }
                    if (obj.voteResponse != null) {
                        w.uint32(42);
                        raftpad.VoteResponse.codec().encode(obj.voteResponse, w);
                    }
                    if (obj.appendRequest != null) {
                        w.uint32(50);
                        raftpad.AppendRequest.codec().encode(obj.appendRequest, w);
                    }
                    if (obj.appendAccepted != null) {
                        w.uint32(58);
                        raftpad.AppendAccepted.codec().encode(obj.appendAccepted, w);
                    }
                    if (obj.appendRejected != null) {
                        w.uint32(66);
                        raftpad.AppendRejected.codec().encode(obj.appendRejected, w);
                    }
                    if (obj.propose != null) {
                        w.uint32(74);
                        raftpad.Propose.codec().encode(obj.propose, w);
                    }
                    if (obj.changeRequest != null) {
                        w.uint32(82);
                        raftpad.ChangeRequest.codec().encode(obj.changeRequest, w);
                    }
                    if (obj.changeResponse != null) {
                        w.uint32(90);
                        raftpad.ChangeResponse.codec().encode(obj.changeResponse, w);
                    }
                    if (obj.readRequest != null) {
                        w.uint32(98);
                        raftpad.ReadRequest.codec().encode(obj.readRequest, w);
                    }
                    if (obj.readResponse != null) {
                        w.uint32(106);
                        raftpad.ReadResponse.codec().encode(obj.readResponse, w);
                    }
                    if (obj.snapshotOffer != null) {
                        w.uint32(130);
                        raftpad.SnapshotOffer.codec().encode(obj.snapshotOffer, w);
                    }
                    if (obj.snapshotAccepted != null) {
                        w.uint32(138);
                        raftpad.SnapshotAccepted.codec().encode(obj.snapshotAccepted, w);
                    }
                    if (obj.timeoutNow != null) {
                        w.uint32(146);
                        raftpad.TimeoutNow.codec().encode(obj.timeoutNow, w);
                    }
                    if (obj.proposeHeld != null) {
                        w.uint32(154);
                        raftpad.ProposeHeld.codec().encode(obj.proposeHeld, w);
                    }
                    if (obj.transferRequest != null) {
                        w.uint32(162);
                        raftpad.TransferRequest.codec().encode(obj.transferRequest, w);
                    }
                    if (obj.transferResponse != null) {
                        w.uint32(170);
                        raftpad.TransferResponse.codec().encode(obj.transferResponse, w);
                    }
                    if (obj.epoch != null) {
                        w.uint32(112);
                        w.uint64Number(obj.epoch);
                    }
                    if (obj.event != null) {
                        w.uint32(120);
                        w.uint64Number(obj.event);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.term = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.preVoteRequest = raftpad.PreVoteRequest.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.preVoteRequest
                                });
                                break;
                            }
                            case 3: {
                                obj.preVoteResponse = raftpad.PreVoteResponse.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.preVoteResponse
                                });
                                break;
                            }
                            case 4: {
                                obj.voteRequest = raftpad.VoteRequest.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.voteRequest
                                });
                                break;
                            }
                            case 5: {
                                obj.voteResponse = raftpad.VoteResponse.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.voteResponse
                                });
                                break;
                            }
                            case 6: {
                                obj.appendRequest = raftpad.AppendRequest.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.appendRequest
                                });
                                break;
                            }
                            case 7: {
                                obj.appendAccepted = raftpad.AppendAccepted.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.appendAccepted
                                });
                                break;
                            }
                            case 8: {
                                obj.appendRejected = raftpad.AppendRejected.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.appendRejected
                                });
                                break;
                            }
                            case 9: {
                                obj.propose = raftpad.Propose.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.propose
                                });
                                break;
                            }
                            case 10: {
                                obj.changeRequest = raftpad.ChangeRequest.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.changeRequest
                                });
                                break;
                            }
                            case 11: {
                                obj.changeResponse = raftpad.ChangeResponse.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.changeResponse
                                });
                                break;
                            }
                            case 12: {
                                obj.readRequest = raftpad.ReadRequest.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.readRequest
                                });
                                break;
                            }
                            case 13: {
                                obj.readResponse = raftpad.ReadResponse.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.readResponse
                                });
                                break;
                            }
                            case 16: {
                                obj.snapshotOffer = raftpad.SnapshotOffer.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.snapshotOffer
                                });
                                break;
                            }
                            case 17: {
                                obj.snapshotAccepted = raftpad.SnapshotAccepted.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.snapshotAccepted
                                });
                                break;
                            }
                            case 18: {
                                obj.timeoutNow = raftpad.TimeoutNow.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.timeoutNow
                                });
                                break;
                            }
                            case 19: {
                                obj.proposeHeld = raftpad.ProposeHeld.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.proposeHeld
                                });
                                break;
                            }
                            case 20: {
                                obj.transferRequest = raftpad.TransferRequest.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.transferRequest
                                });
                                break;
                            }
                            case 21: {
                                obj.transferResponse = raftpad.TransferResponse.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.transferResponse
                                });
                                break;
                            }
                            case 14: {
                                obj.epoch = reader.uint64Number();
                                break;
                            }
                            case 15: {
                                obj.event = reader.uint64Number();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    if (obj.transferResponse != null) {
                        delete obj.transferRequest;
                        delete obj.proposeHeld;
                        delete obj.timeoutNow;
                        delete obj.snapshotAccepted;
                        delete obj.snapshotOffer;
                        delete obj.readResponse;
                        delete obj.readRequest;
                        delete obj.changeResponse;
                        delete obj.changeRequest;
                        delete obj.propose;
                        delete obj.appendRejected;
                        delete obj.appendAccepted;
                        delete obj.appendRequest;
                        delete obj.voteResponse;
                        delete obj.voteRequest;
                        delete obj.preVoteResponse;
                        delete obj.preVoteRequest;
                    }
                    if (obj.transferRequest != null) {
                        delete obj.transferResponse;
                        delete obj.proposeHeld;
                        delete obj.timeoutNow;
                        delete obj.snapshotAccepted;
                        delete obj.snapshotOffer;
                        delete obj.readResponse;
                        delete obj.readRequest;
                        delete obj.changeResponse;
                        delete obj.changeRequest;
                        delete obj.propose;
                        delete obj.appendRejected;
                        delete obj.appendAccepted;
                        delete obj.appendRequest;
                        delete obj.voteResponse;
                        delete obj.voteRequest;
                        delete obj.preVoteResponse;
                        delete obj.preVoteRequest;
                    }
                    if (obj.proposeHeld != null) {
                        delete obj.transferResponse;
                        delete obj.transferRequest;
                        delete obj.timeoutNow;
                        delete obj.snapshotAccepted;
                        delete obj.snapshotOffer;
                        delete obj.readResponse;
                        delete obj.readRequest;
                        delete obj.changeResponse;
                        delete obj.changeRequest;
                        delete obj.propose;
                        delete obj.appendRejected;
                        delete obj.appendAccepted;
                        delete obj.appendRequest;
                        delete obj.voteResponse;
                        delete obj.voteRequest;
                        delete obj.preVoteResponse;
                        delete obj.preVoteRequest;
                    }
                    if (obj.timeoutNow != null) {
                        delete obj.transferResponse;
                        delete obj.transferRequest;
                        delete obj.proposeHeld;
                        delete obj.snapshotAccepted;
                        delete obj.snapshotOffer;
                        delete obj.readResponse;
                        delete obj.readRequest;
                        delete obj.changeResponse;
                        delete obj.changeRequest;
                        delete obj.propose;
                        delete obj.appendRejected;
                        delete obj.appendAccepted;
                        delete obj.appendRequest;
                        delete obj.voteResponse;
                        delete obj.voteRequest;
                        delete obj.preVoteResponse;
                        delete obj.preVoteRequest;
                    }
                    if (obj.snapshotAccepted != null) {
                        delete obj.transferResponse;
                        delete obj.transferRequest;
                        delete obj.proposeHeld;
                        delete obj.timeoutNow;
                        delete obj.snapshotOffer;
                        delete obj.readResponse;
                        delete obj.readRequest;
                        delete obj.changeResponse;
                        delete obj.changeRequest;
                        delete obj.propose;
                        delete obj.appendRejected;
                        delete obj.appendAccepted;
                        delete obj.appendRequest;
                        delete obj.voteResponse;
                        delete obj.voteRequest;
                        delete obj.preVoteResponse;
                        delete obj.preVoteRequest;
                    }
                    if (obj.snapshotOffer != null) {
                        delete obj.transferResponse;
                        delete obj.transferRequest;
                        delete obj.proposeHeld;
                        delete obj.timeoutNow;
                        delete obj.snapshotAccepted;
                        delete obj.readResponse;
                        delete obj.readRequest;
                        delete obj.changeResponse;
                        delete obj.changeRequest;
                        delete obj.propose;
                        delete obj.appendRejected;
                        delete obj.appendAccepted;
                        delete obj.appendRequest;
                        delete obj.voteResponse;
                        delete obj.voteRequest;
                        delete obj.preVoteResponse;
                        delete obj.preVoteRequest;
                    }
                    if (obj.readResponse != null) {
                        delete obj.transferResponse;
                        delete obj.transferRequest;
                        delete obj.proposeHeld;
                        delete obj.timeoutNow;
                        delete obj.snapshotAccepted;
                        delete obj.snapshotOffer;
                        delete obj.readRequest;
                        delete obj.changeResponse;
                        delete obj.changeRequest;
                        delete obj.propose;
                        delete obj.appendRejected;
                        delete obj.appendAccepted;
                        delete obj.appendRequest;
                        delete obj.voteResponse;
                        delete obj.voteRequest;
                        delete obj.preVoteResponse;
                        delete obj.preVoteRequest;
                    }
                    if (obj.readRequest != null) {
                        delete obj.transferResponse;
                        delete obj.transferRequest;
                        delete obj.proposeHeld;
                        delete obj.timeoutNow;
                        delete obj.snapshotAccepted;
                        delete obj.snapshotOffer;
                        delete obj.readResponse;
                        delete obj.changeResponse;
                        delete obj.changeRequest;
                        delete obj.propose;
                        delete obj.appendRejected;
                        delete obj.appendAccepted;
                        delete obj.appendRequest;
                        delete obj.voteResponse;
                        delete obj.voteRequest;
                        delete obj.preVoteResponse;
                        delete obj.preVoteRequest;
                    }
                    if (obj.changeResponse != null) {
                        delete obj.transferResponse;
                        delete obj.transferRequest;
                        delete obj.proposeHeld;
                        delete obj.timeoutNow;
                        delete obj.snapshotAccepted;
                        delete obj.snapshotOffer;
                        delete obj.readResponse;
                        delete obj.readRequest;
                        delete obj.changeRequest;
                        delete obj.propose;
                        delete obj.appendRejected;
                        delete obj.appendAccepted;
                        delete obj.appendRequest;
                        delete obj.voteResponse;
                        delete obj.voteRequest;
                        delete obj.preVoteResponse;
                        delete obj.preVoteRequest;
                    }
                    if (obj.changeRequest != null) {
                        delete obj.transferResponse;
                        delete obj.transferRequest;
                        delete obj.proposeHeld;
                        delete obj.timeoutNow;
                        delete obj.snapshotAccepted;
                        delete obj.snapshotOffer;
                        delete obj.readResponse;
                        delete obj.readRequest;
                        delete obj.changeResponse;
                        delete obj.propose;
                        delete obj.appendRejected;
                        delete obj.appendAccepted;
                        delete obj.appendRequest;
                        delete obj.voteResponse;
                        delete obj.voteRequest;
                        delete obj.preVoteResponse;
                        delete obj.preVoteRequest;
                    }
                    if (obj.propose != null) {
                        delete obj.transferResponse;
                        delete obj.transferRequest;
                        delete obj.proposeHeld;
                        delete obj.timeoutNow;
                        delete obj.snapshotAccepted;
                        delete obj.snapshotOffer;
                        delete obj.readResponse;
                        delete obj.readRequest;
                        delete obj.changeResponse;
                        delete obj.changeRequest;
                        delete obj.appendRejected;
                        delete obj.appendAccepted;
                        delete obj.appendRequest;
                        delete obj.voteResponse;
                        delete obj.voteRequest;
                        delete obj.preVoteResponse;
                        delete obj.preVoteRequest;
                    }
                    if (obj.appendRejected != null) {
                        delete obj.transferResponse;
                        delete obj.transferRequest;
                        delete obj.proposeHeld;
                        delete obj.timeoutNow;
                        delete obj.snapshotAccepted;
                        delete obj.snapshotOffer;
                        delete obj.readResponse;
                        delete obj.readRequest;
                        delete obj.changeResponse;
                        delete obj.changeRequest;
                        delete obj.propose;
                        delete obj.appendAccepted;
                        delete obj.appendRequest;
                        delete obj.voteResponse;
                        delete obj.voteRequest;
                        delete obj.preVoteResponse;
                        delete obj.preVoteRequest;
                    }
                    if (obj.appendAccepted != null) {
                        delete obj.transferResponse;
                        delete obj.transferRequest;
                        delete obj.proposeHeld;
                        delete obj.timeoutNow;
                        delete obj.snapshotAccepted;
                        delete obj.snapshotOffer;
                        delete obj.readResponse;
                        delete obj.readRequest;
                        delete obj.changeResponse;
                        delete obj.changeRequest;
                        delete obj.propose;
                        delete obj.appendRejected;
                        delete obj.appendRequest;
                        delete obj.voteResponse;
                        delete obj.voteRequest;
                        delete obj.preVoteResponse;
                        delete obj.preVoteRequest;
                    }
                    if (obj.appendRequest != null) {
                        delete obj.transferResponse;
                        delete obj.transferRequest;
                        delete obj.proposeHeld;
                        delete obj.timeoutNow;
                        delete obj.snapshotAccepted;
                        delete obj.snapshotOffer;
                        delete obj.readResponse;
                        delete obj.readRequest;
                        delete obj.changeResponse;
                        delete obj.changeRequest;
                        delete obj.propose;
                        delete obj.appendRejected;
                        delete obj.appendAccepted;
                        delete obj.voteResponse;
                        delete obj.voteRequest;
                        delete obj.preVoteResponse;
                        delete obj.preVoteRequest;
                    }
                    if (obj.voteResponse != null) {
                        delete obj.transferResponse;
                        delete obj.transferRequest;
                        delete obj.proposeHeld;
                        delete obj.timeoutNow;
                        delete obj.snapshotAccepted;
                        delete obj.snapshotOffer;
                        delete obj.readResponse;
                        delete obj.readRequest;
                        delete obj.changeResponse;
                        delete obj.changeRequest;
                        delete obj.propose;
                        delete obj.appendRejected;
                        delete obj.appendAccepted;
                        delete obj.appendRequest;
                        delete obj.voteRequest;
                        delete obj.preVoteResponse;
                        delete obj.preVoteRequest;
                    }
                    if (obj.voteRequest != null) {
                        delete obj.transferResponse;
                        delete obj.transferRequest;
                        delete obj.proposeHeld;
                        delete obj.timeoutNow;
                        delete obj.snapshotAccepted;
                        delete obj.snapshotOffer;
                        delete obj.readResponse;
                        delete obj.readRequest;
                        delete obj.changeResponse;
                        delete obj.changeRequest;
                        delete obj.propose;
                        delete obj.appendRejected;
                        delete obj.appendAccepted;
                        delete obj.appendRequest;
                        delete obj.voteResponse;
                        delete obj.preVoteResponse;
                        delete obj.preVoteRequest;
                    }
                    if (obj.preVoteResponse != null) {
                        delete obj.transferResponse;
                        delete obj.transferRequest;
                        delete obj.proposeHeld;
                        delete obj.timeoutNow;
                        delete obj.snapshotAccepted;
                        delete obj.snapshotOffer;
                        delete obj.readResponse;
                        delete obj.readRequest;
                        delete obj.changeResponse;
                        delete obj.changeRequest;
                        delete obj.propose;
                        delete obj.appendRejected;
                        delete obj.appendAccepted;
                        delete obj.appendRequest;
                        delete obj.voteResponse;
                        delete obj.voteRequest;
                        delete obj.preVoteRequest;
                    }
                    if (obj.preVoteRequest != null) {
                        delete obj.transferResponse;
                        delete obj.transferRequest;
                        delete obj.proposeHeld;
                        delete obj.timeoutNow;
                        delete obj.snapshotAccepted;
                        delete obj.snapshotOffer;
                        delete obj.readResponse;
                        delete obj.readRequest;
                        delete obj.changeResponse;
                        delete obj.changeRequest;
                        delete obj.propose;
                        delete obj.appendRejected;
                        delete obj.appendAccepted;
                        delete obj.appendRequest;
                        delete obj.voteResponse;
                        delete obj.voteRequest;
                        delete obj.preVoteResponse;
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.term`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield* raftpad.PreVoteRequest.codec().stream(reader, reader.uint32(), `${prefix}.preVoteRequest`, {
                                    limits: opts.limits?.preVoteRequest
                                });
                                break;
                            }
                            case 3: {
                                yield* raftpad.PreVoteResponse.codec().stream(reader, reader.uint32(), `${prefix}.preVoteResponse`, {
                                    limits: opts.limits?.preVoteResponse
                                });
                                break;
                            }
                            case 4: {
                                yield* raftpad.VoteRequest.codec().stream(reader, reader.uint32(), `${prefix}.voteRequest`, {
                                    limits: opts.limits?.voteRequest
                                });
                                break;
                            }
                            case 5: {
                                yield* raftpad.VoteResponse.codec().stream(reader, reader.uint32(), `${prefix}.voteResponse`, {
                                    limits: opts.limits?.voteResponse
                                });
                                break;
                            }
                            case 6: {
                                yield* raftpad.AppendRequest.codec().stream(reader, reader.uint32(), `${prefix}.appendRequest`, {
                                    limits: opts.limits?.appendRequest
                                });
                                break;
                            }
                            case 7: {
                                yield* raftpad.AppendAccepted.codec().stream(reader, reader.uint32(), `${prefix}.appendAccepted`, {
                                    limits: opts.limits?.appendAccepted
                                });
                                break;
                            }
                            case 8: {
                                yield* raftpad.AppendRejected.codec().stream(reader, reader.uint32(), `${prefix}.appendRejected`, {
                                    limits: opts.limits?.appendRejected
                                });
                                break;
                            }
                            case 9: {
                                yield* raftpad.Propose.codec().stream(reader, reader.uint32(), `${prefix}.propose`, {
                                    limits: opts.limits?.propose
                                });
                                break;
                            }
                            case 10: {
                                yield* raftpad.ChangeRequest.codec().stream(reader, reader.uint32(), `${prefix}.changeRequest`, {
                                    limits: opts.limits?.changeRequest
                                });
                                break;
                            }
                            case 11: {
                                yield* raftpad.ChangeResponse.codec().stream(reader, reader.uint32(), `${prefix}.changeResponse`, {
                                    limits: opts.limits?.changeResponse
                                });
                                break;
                            }
                            case 12: {
                                yield* raftpad.ReadRequest.codec().stream(reader, reader.uint32(), `${prefix}.readRequest`, {
                                    limits: opts.limits?.readRequest
                                });
                                break;
                            }
                            case 13: {
                                yield* raftpad.ReadResponse.codec().stream(reader, reader.uint32(), `${prefix}.readResponse`, {
                                    limits: opts.limits?.readResponse
                                });
                                break;
                            }
                            case 16: {
                                yield* raftpad.SnapshotOffer.codec().stream(reader, reader.uint32(), `${prefix}.snapshotOffer`, {
                                    limits: opts.limits?.snapshotOffer
                                });
                                break;
                            }
                            case 17: {
                                yield* raftpad.SnapshotAccepted.codec().stream(reader, reader.uint32(), `${prefix}.snapshotAccepted`, {
                                    limits: opts.limits?.snapshotAccepted
                                });
                                break;
                            }
                            case 18: {
                                yield* raftpad.TimeoutNow.codec().stream(reader, reader.uint32(), `${prefix}.timeoutNow`, {
                                    limits: opts.limits?.timeoutNow
                                });
                                break;
                            }
                            case 19: {
                                yield* raftpad.ProposeHeld.codec().stream(reader, reader.uint32(), `${prefix}.proposeHeld`, {
                                    limits: opts.limits?.proposeHeld
                                });
                                break;
                            }
                            case 20: {
                                yield* raftpad.TransferRequest.codec().stream(reader, reader.uint32(), `${prefix}.transferRequest`, {
                                    limits: opts.limits?.transferRequest
                                });
                                break;
                            }
                            case 21: {
                                yield* raftpad.TransferResponse.codec().stream(reader, reader.uint32(), `${prefix}.transferResponse`, {
                                    limits: opts.limits?.transferResponse
                                });
                                break;
                            }
                            case 14: {
                                yield {
                                    field: `${prefix}.epoch`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 15: {
                                yield {
                                    field: `${prefix}.event`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, RaftMessage.codec());
        }
        RaftMessage.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, RaftMessage.codec(), opts);
        }
        RaftMessage.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, RaftMessage.codec(), opts);
        }
        RaftMessage.stream = stream;
    })(RaftMessage = raftpad.RaftMessage || (raftpad.RaftMessage = {}));
    let SnapshotOffer;
    (function (SnapshotOffer) {
        let _codec;
        SnapshotOffer.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.snapshot != null) {
                        w.uint32(10);
                        raftpad.SnapshotMetadata.codec().encode(obj.snapshot, w);
                    }
                    if (obj.session != null) {
                        w.uint32(16);
                        w.uint64Number(obj.session);
                    }
                    if (obj.round != null) {
                        w.uint32(24);
                        w.uint64Number(obj.round);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.snapshot = raftpad.SnapshotMetadata.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.snapshot
                                });
                                break;
                            }
                            case 2: {
                                obj.session = reader.uint64Number();
                                break;
                            }
                            case 3: {
                                obj.round = reader.uint64Number();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield* raftpad.SnapshotMetadata.codec().stream(reader, reader.uint32(), `${prefix}.snapshot`, {
                                    limits: opts.limits?.snapshot
                                });
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.session`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 3: {
                                yield {
                                    field: `${prefix}.round`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, SnapshotOffer.codec());
        }
        SnapshotOffer.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, SnapshotOffer.codec(), opts);
        }
        SnapshotOffer.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, SnapshotOffer.codec(), opts);
        }
        SnapshotOffer.stream = stream;
    })(SnapshotOffer = raftpad.SnapshotOffer || (raftpad.SnapshotOffer = {}));
    let SnapshotAccepted;
    (function (SnapshotAccepted) {
        let _codec;
        SnapshotAccepted.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.session != null) {
                        w.uint32(8);
                        w.uint64Number(obj.session);
                    }
                    if (obj.round != null) {
                        w.uint32(16);
                        w.uint64Number(obj.round);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.session = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.round = reader.uint64Number();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.session`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.round`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, SnapshotAccepted.codec());
        }
        SnapshotAccepted.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, SnapshotAccepted.codec(), opts);
        }
        SnapshotAccepted.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, SnapshotAccepted.codec(), opts);
        }
        SnapshotAccepted.stream = stream;
    })(SnapshotAccepted = raftpad.SnapshotAccepted || (raftpad.SnapshotAccepted = {}));
    let TimeoutNow;
    (function (TimeoutNow) {
        let _codec;
        TimeoutNow.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, TimeoutNow.codec());
        }
        TimeoutNow.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, TimeoutNow.codec(), opts);
        }
        TimeoutNow.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, TimeoutNow.codec(), opts);
        }
        TimeoutNow.stream = stream;
    })(TimeoutNow = raftpad.TimeoutNow || (raftpad.TimeoutNow = {}));
    let HoldReason;
    (function (HoldReason) {
        HoldReason["HOLD_UNSPECIFIED"] = "HOLD_UNSPECIFIED";
        HoldReason["UNCOMMITTED_LOG_FULL"] = "UNCOMMITTED_LOG_FULL";
        HoldReason["LEADERSHIP_TRANSFER"] = "LEADERSHIP_TRANSFER";
        HoldReason["HOLD_DISK_FULL"] = "HOLD_DISK_FULL";
    })(HoldReason = raftpad.HoldReason || (raftpad.HoldReason = {}));
    let __HoldReasonValues;
    (function (__HoldReasonValues) {
        __HoldReasonValues[__HoldReasonValues["HOLD_UNSPECIFIED"] = 0] = "HOLD_UNSPECIFIED";
        __HoldReasonValues[__HoldReasonValues["UNCOMMITTED_LOG_FULL"] = 1] = "UNCOMMITTED_LOG_FULL";
        __HoldReasonValues[__HoldReasonValues["LEADERSHIP_TRANSFER"] = 2] = "LEADERSHIP_TRANSFER";
        __HoldReasonValues[__HoldReasonValues["HOLD_DISK_FULL"] = 3] = "HOLD_DISK_FULL";
    })(__HoldReasonValues || (__HoldReasonValues = {}));
    (function (HoldReason) {
        HoldReason.codec = () => {
            return enumeration(__HoldReasonValues);
        };
    })(HoldReason = raftpad.HoldReason || (raftpad.HoldReason = {}));
    let ProposeHeld;
    (function (ProposeHeld) {
        let _codec;
        ProposeHeld.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.reason != null) {
                        w.uint32(8);
                        raftpad.HoldReason.codec().encode(obj.reason, w);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.reason = raftpad.HoldReason.codec().decode(reader);
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.reason`,
                                    value: raftpad.HoldReason.codec().decode(reader)
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, ProposeHeld.codec());
        }
        ProposeHeld.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, ProposeHeld.codec(), opts);
        }
        ProposeHeld.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, ProposeHeld.codec(), opts);
        }
        ProposeHeld.stream = stream;
    })(ProposeHeld = raftpad.ProposeHeld || (raftpad.ProposeHeld = {}));
    let TransferRequest;
    (function (TransferRequest) {
        let _codec;
        TransferRequest.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.request != null) {
                        w.uint32(8);
                        w.uint64Number(obj.request);
                    }
                    if (obj.to != null) {
                        w.uint32(18);
                        w.string(obj.to);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.request = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.to = reader.string();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.request`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.to`,
                                    value: reader.string()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, TransferRequest.codec());
        }
        TransferRequest.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, TransferRequest.codec(), opts);
        }
        TransferRequest.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, TransferRequest.codec(), opts);
        }
        TransferRequest.stream = stream;
    })(TransferRequest = raftpad.TransferRequest || (raftpad.TransferRequest = {}));
    let TransferRefusal;
    (function (TransferRefusal) {
        TransferRefusal["TRANSFER_UNSPECIFIED"] = "TRANSFER_UNSPECIFIED";
        TransferRefusal["TRANSFER_NOT_LEADER"] = "TRANSFER_NOT_LEADER";
        TransferRefusal["TRANSFER_NOT_A_VOTER"] = "TRANSFER_NOT_A_VOTER";
        TransferRefusal["TRANSFER_NO_VOTER_PRESENT"] = "TRANSFER_NO_VOTER_PRESENT";
        TransferRefusal["TRANSFER_TARGET_BEHIND"] = "TRANSFER_TARGET_BEHIND";
        TransferRefusal["TRANSFER_TARGET_UNREACHABLE"] = "TRANSFER_TARGET_UNREACHABLE";
        TransferRefusal["TRANSFER_TIMEOUT"] = "TRANSFER_TIMEOUT";
        TransferRefusal["TRANSFER_UNDER_WAY"] = "TRANSFER_UNDER_WAY";
        TransferRefusal["TRANSFER_SUPERSEDED"] = "TRANSFER_SUPERSEDED";
        TransferRefusal["TRANSFER_LEADERSHIP_LOST"] = "TRANSFER_LEADERSHIP_LOST";
    })(TransferRefusal = raftpad.TransferRefusal || (raftpad.TransferRefusal = {}));
    let __TransferRefusalValues;
    (function (__TransferRefusalValues) {
        __TransferRefusalValues[__TransferRefusalValues["TRANSFER_UNSPECIFIED"] = 0] = "TRANSFER_UNSPECIFIED";
        __TransferRefusalValues[__TransferRefusalValues["TRANSFER_NOT_LEADER"] = 1] = "TRANSFER_NOT_LEADER";
        __TransferRefusalValues[__TransferRefusalValues["TRANSFER_NOT_A_VOTER"] = 2] = "TRANSFER_NOT_A_VOTER";
        __TransferRefusalValues[__TransferRefusalValues["TRANSFER_NO_VOTER_PRESENT"] = 3] = "TRANSFER_NO_VOTER_PRESENT";
        __TransferRefusalValues[__TransferRefusalValues["TRANSFER_TARGET_BEHIND"] = 4] = "TRANSFER_TARGET_BEHIND";
        __TransferRefusalValues[__TransferRefusalValues["TRANSFER_TARGET_UNREACHABLE"] = 5] = "TRANSFER_TARGET_UNREACHABLE";
        __TransferRefusalValues[__TransferRefusalValues["TRANSFER_TIMEOUT"] = 6] = "TRANSFER_TIMEOUT";
        __TransferRefusalValues[__TransferRefusalValues["TRANSFER_UNDER_WAY"] = 7] = "TRANSFER_UNDER_WAY";
        __TransferRefusalValues[__TransferRefusalValues["TRANSFER_SUPERSEDED"] = 8] = "TRANSFER_SUPERSEDED";
        __TransferRefusalValues[__TransferRefusalValues["TRANSFER_LEADERSHIP_LOST"] = 9] = "TRANSFER_LEADERSHIP_LOST";
    })(__TransferRefusalValues || (__TransferRefusalValues = {}));
    (function (TransferRefusal) {
        TransferRefusal.codec = () => {
            return enumeration(__TransferRefusalValues);
        };
    })(TransferRefusal = raftpad.TransferRefusal || (raftpad.TransferRefusal = {}));
    let TransferResponse;
    (function (TransferResponse) {
        let Transferred;
        (function (Transferred) {
            let _codec;
            Transferred.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.leader != null) {
                            w.uint32(10);
                            w.string(obj.leader);
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.leader = reader.string();
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.leader`,
                                        value: reader.string()
                                    };
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Transferred.codec());
            }
            Transferred.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Transferred.codec(), opts);
            }
            Transferred.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Transferred.codec(), opts);
            }
            Transferred.stream = stream;
        })(Transferred = TransferResponse.Transferred || (TransferResponse.Transferred = {}));
        let Already;
        (function (Already) {
            let _codec;
            Already.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Already.codec());
            }
            Already.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Already.codec(), opts);
            }
            Already.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Already.codec(), opts);
            }
            Already.stream = stream;
        })(Already = TransferResponse.Already || (TransferResponse.Already = {}));
        let Refused;
        (function (Refused) {
            let _codec;
            Refused.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.reason != null) {
                            w.uint32(8);
                            raftpad.TransferRefusal.codec().encode(obj.reason, w);
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.reason = raftpad.TransferRefusal.codec().decode(reader);
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.reason`,
                                        value: raftpad.TransferRefusal.codec().decode(reader)
                                    };
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Refused.codec());
            }
            Refused.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Refused.codec(), opts);
            }
            Refused.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Refused.codec(), opts);
            }
            Refused.stream = stream;
        })(Refused = TransferResponse.Refused || (TransferResponse.Refused = {}));
        let _codec;
        TransferResponse.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    obj = { ...obj };
                    if (obj.refused != null) {
                        obj.already = undefined;
                        obj.transferred = undefined;
                    }
                    if (obj.already != null) {
                        obj.refused = undefined;
                        obj.transferred = undefined;
                    }
                    if (obj.transferred != null) {
                        obj.refused = undefined;
                        obj.already = undefined;
                    }
                    if (obj.request != null) {
                        w.uint32(8);
                        w.uint64Number(obj.request);
                    }
                    if (obj.transferred != null) {
                        w.uint32(18);
                        raftpad.TransferResponse.Transferred.codec().encode(obj.transferred, w);
                    }
                    if (obj.already != null) {
                        w.uint32(26);
                        raftpad.TransferResponse.Already.codec().encode(obj.already, w);
                    }
                    if (obj.refused != null) {
                        w.uint32(34);
                        raftpad.TransferResponse.Refused.codec().encode(obj.refused, w);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.request = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.transferred = raftpad.TransferResponse.Transferred.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.transferred
                                });
                                break;
                            }
                            case 3: {
                                obj.already = raftpad.TransferResponse.Already.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.already
                                });
                                break;
                            }
                            case 4: {
                                obj.refused = raftpad.TransferResponse.Refused.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.refused
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    if (obj.refused != null) {
                        delete obj.already;
                        delete obj.transferred;
                    }
                    if (obj.already != null) {
                        delete obj.refused;
                        delete obj.transferred;
                    }
                    if (obj.transferred != null) {
                        delete obj.refused;
                        delete obj.already;
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.request`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield* raftpad.TransferResponse.Transferred.codec().stream(reader, reader.uint32(), `${prefix}.transferred`, {
                                    limits: opts.limits?.transferred
                                });
                                break;
                            }
                            case 3: {
                                yield* raftpad.TransferResponse.Already.codec().stream(reader, reader.uint32(), `${prefix}.already`, {
                                    limits: opts.limits?.already
                                });
                                break;
                            }
                            case 4: {
                                yield* raftpad.TransferResponse.Refused.codec().stream(reader, reader.uint32(), `${prefix}.refused`, {
                                    limits: opts.limits?.refused
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, TransferResponse.codec());
        }
        TransferResponse.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, TransferResponse.codec(), opts);
        }
        TransferResponse.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, TransferResponse.codec(), opts);
        }
        TransferResponse.stream = stream;
    })(TransferResponse = raftpad.TransferResponse || (raftpad.TransferResponse = {}));
    let PreVoteRequest;
    (function (PreVoteRequest) {
        let _codec;
        PreVoteRequest.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.lastLogIndex != null) {
                        w.uint32(8);
                        w.uint64Number(obj.lastLogIndex);
                    }
                    if (obj.lastLogTerm != null) {
                        w.uint32(16);
                        w.uint64Number(obj.lastLogTerm);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.lastLogIndex = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.lastLogTerm = reader.uint64Number();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.lastLogIndex`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.lastLogTerm`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, PreVoteRequest.codec());
        }
        PreVoteRequest.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, PreVoteRequest.codec(), opts);
        }
        PreVoteRequest.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, PreVoteRequest.codec(), opts);
        }
        PreVoteRequest.stream = stream;
    })(PreVoteRequest = raftpad.PreVoteRequest || (raftpad.PreVoteRequest = {}));
    let PreVoteResponse;
    (function (PreVoteResponse) {
        let _codec;
        PreVoteResponse.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.granted != null) {
                        w.uint32(8);
                        w.bool(obj.granted);
                    }
                    if (obj.askedTerm != null) {
                        w.uint32(16);
                        w.uint64Number(obj.askedTerm);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.granted = reader.bool();
                                break;
                            }
                            case 2: {
                                obj.askedTerm = reader.uint64Number();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.granted`,
                                    value: reader.bool()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.askedTerm`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, PreVoteResponse.codec());
        }
        PreVoteResponse.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, PreVoteResponse.codec(), opts);
        }
        PreVoteResponse.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, PreVoteResponse.codec(), opts);
        }
        PreVoteResponse.stream = stream;
    })(PreVoteResponse = raftpad.PreVoteResponse || (raftpad.PreVoteResponse = {}));
    let VoteRequest;
    (function (VoteRequest) {
        let _codec;
        VoteRequest.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.lastLogIndex != null) {
                        w.uint32(8);
                        w.uint64Number(obj.lastLogIndex);
                    }
                    if (obj.lastLogTerm != null) {
                        w.uint32(16);
                        w.uint64Number(obj.lastLogTerm);
                    }
                    if (obj.transfer != null) {
                        w.uint32(24);
                        w.bool(obj.transfer);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.lastLogIndex = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.lastLogTerm = reader.uint64Number();
                                break;
                            }
                            case 3: {
                                obj.transfer = reader.bool();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.lastLogIndex`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.lastLogTerm`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 3: {
                                yield {
                                    field: `${prefix}.transfer`,
                                    value: reader.bool()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, VoteRequest.codec());
        }
        VoteRequest.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, VoteRequest.codec(), opts);
        }
        VoteRequest.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, VoteRequest.codec(), opts);
        }
        VoteRequest.stream = stream;
    })(VoteRequest = raftpad.VoteRequest || (raftpad.VoteRequest = {}));
    let VoteResponse;
    (function (VoteResponse) {
        let _codec;
        VoteResponse.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.granted != null) {
                        w.uint32(8);
                        w.bool(obj.granted);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.granted = reader.bool();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.granted`,
                                    value: reader.bool()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, VoteResponse.codec());
        }
        VoteResponse.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, VoteResponse.codec(), opts);
        }
        VoteResponse.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, VoteResponse.codec(), opts);
        }
        VoteResponse.stream = stream;
    })(VoteResponse = raftpad.VoteResponse || (raftpad.VoteResponse = {}));
    let AppendRequest;
    (function (AppendRequest) {
        let _codec;
        AppendRequest.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.previousIndex != null) {
                        w.uint32(8);
                        w.uint64Number(obj.previousIndex);
                    }
                    if (obj.previousTerm != null) {
                        w.uint32(16);
                        w.uint64Number(obj.previousTerm);
                    }
                    if (obj.entries != null && obj.entries.length > 0) {
                        for (const value of obj.entries) {
                            w.uint32(26);
                            raftpad.Entry.codec().encode(value, w);
                        }
                    }
                    if (obj.leaderCommit != null) {
                        w.uint32(32);
                        w.uint64Number(obj.leaderCommit);
                    }
                    if (obj.round != null) {
                        w.uint32(40);
                        w.uint64Number(obj.round);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {
                        entries: []
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.previousIndex = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.previousTerm = reader.uint64Number();
                                break;
                            }
                            case 3: {
                                if (opts.limits?.entries != null && obj.entries.length === opts.limits.entries) {
                                    throw new MaxLengthError('Decode error - repeated field "entries" had too many elements');
                                }
                                obj.entries.push(raftpad.Entry.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.entries$
                                }));
                                break;
                            }
                            case 4: {
                                obj.leaderCommit = reader.uint64Number();
                                break;
                            }
                            case 5: {
                                obj.round = reader.uint64Number();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const obj = {
                        entries: 0
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.previousIndex`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.previousTerm`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 3: {
                                if (opts.limits?.entries != null && obj.entries === opts.limits.entries) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "entries" had too many elements');
                                }
                                for (const evt of raftpad.Entry.codec().stream(reader, reader.uint32(), `${prefix}.entries[]`, {
                                    limits: opts.limits?.entries$
                                })) {
                                    yield {
                                        ...evt,
                                        index: obj.entries
                                    };
                                }
                                obj.entries++;
                                break;
                            }
                            case 4: {
                                yield {
                                    field: `${prefix}.leaderCommit`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 5: {
                                yield {
                                    field: `${prefix}.round`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, AppendRequest.codec());
        }
        AppendRequest.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, AppendRequest.codec(), opts);
        }
        AppendRequest.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, AppendRequest.codec(), opts);
        }
        AppendRequest.stream = stream;
    })(AppendRequest = raftpad.AppendRequest || (raftpad.AppendRequest = {}));
    let AppendAccepted;
    (function (AppendAccepted) {
        let _codec;
        AppendAccepted.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.matchIndex != null) {
                        w.uint32(8);
                        w.uint64Number(obj.matchIndex);
                    }
                    if (obj.round != null) {
                        w.uint32(16);
                        w.uint64Number(obj.round);
                    }
                    if (obj.full != null) {
                        w.uint32(24);
                        w.bool(obj.full);
                    }
                    if (obj.resting != null) {
                        w.uint32(480);
                        w.bool(obj.resting);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.matchIndex = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.round = reader.uint64Number();
                                break;
                            }
                            case 3: {
                                obj.full = reader.bool();
                                break;
                            }
                            case 60: {
                                obj.resting = reader.bool();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.matchIndex`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.round`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 3: {
                                yield {
                                    field: `${prefix}.full`,
                                    value: reader.bool()
                                };
                                break;
                            }
                            case 60: {
                                yield {
                                    field: `${prefix}.resting`,
                                    value: reader.bool()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, AppendAccepted.codec());
        }
        AppendAccepted.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, AppendAccepted.codec(), opts);
        }
        AppendAccepted.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, AppendAccepted.codec(), opts);
        }
        AppendAccepted.stream = stream;
    })(AppendAccepted = raftpad.AppendAccepted || (raftpad.AppendAccepted = {}));
    let AppendRejected;
    (function (AppendRejected) {
        let _codec;
        AppendRejected.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.rejectedIndex != null) {
                        w.uint32(8);
                        w.uint64Number(obj.rejectedIndex);
                    }
                    if (obj.conflictIndex != null) {
                        w.uint32(16);
                        w.uint64Number(obj.conflictIndex);
                    }
                    if (obj.conflictTerm != null) {
                        w.uint32(24);
                        w.uint64Number(obj.conflictTerm);
                    }
                    if (obj.round != null) {
                        w.uint32(32);
                        w.uint64Number(obj.round);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.rejectedIndex = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.conflictIndex = reader.uint64Number();
                                break;
                            }
                            case 3: {
                                obj.conflictTerm = reader.uint64Number();
                                break;
                            }
                            case 4: {
                                obj.round = reader.uint64Number();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.rejectedIndex`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.conflictIndex`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 3: {
                                yield {
                                    field: `${prefix}.conflictTerm`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 4: {
                                yield {
                                    field: `${prefix}.round`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, AppendRejected.codec());
        }
        AppendRejected.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, AppendRejected.codec(), opts);
        }
        AppendRejected.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, AppendRejected.codec(), opts);
        }
        AppendRejected.stream = stream;
    })(AppendRejected = raftpad.AppendRejected || (raftpad.AppendRejected = {}));
    let Propose;
    (function (Propose) {
        let _codec;
        Propose.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.commands != null && obj.commands.length > 0) {
                        for (const value of obj.commands) {
                            w.uint32(10);
                            raftpad.ProposedCommand.codec().encode(value, w);
                        }
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {
                        commands: []
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                if (opts.limits?.commands != null && obj.commands.length === opts.limits.commands) {
                                    throw new MaxLengthError('Decode error - repeated field "commands" had too many elements');
                                }
                                obj.commands.push(raftpad.ProposedCommand.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.commands$
                                }));
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const obj = {
                        commands: 0
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                if (opts.limits?.commands != null && obj.commands === opts.limits.commands) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "commands" had too many elements');
                                }
                                for (const evt of raftpad.ProposedCommand.codec().stream(reader, reader.uint32(), `${prefix}.commands[]`, {
                                    limits: opts.limits?.commands$
                                })) {
                                    yield {
                                        ...evt,
                                        index: obj.commands
                                    };
                                }
                                obj.commands++;
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, Propose.codec());
        }
        Propose.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, Propose.codec(), opts);
        }
        Propose.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, Propose.codec(), opts);
        }
        Propose.stream = stream;
    })(Propose = raftpad.Propose || (raftpad.Propose = {}));
    let ProposedCommand;
    (function (ProposedCommand) {
        let _codec;
        ProposedCommand.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.sequence != null) {
                        w.uint32(8);
                        w.uint64Number(obj.sequence);
                    }
                    if (obj.payload != null) {
                        w.uint32(18);
                        w.bytes(obj.payload);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.sequence = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.payload = reader.bytes();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.sequence`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.payload`,
                                    value: reader.bytes()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, ProposedCommand.codec());
        }
        ProposedCommand.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, ProposedCommand.codec(), opts);
        }
        ProposedCommand.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, ProposedCommand.codec(), opts);
        }
        ProposedCommand.stream = stream;
    })(ProposedCommand = raftpad.ProposedCommand || (raftpad.ProposedCommand = {}));
    let ChangeRequest;
    (function (ChangeRequest) {
        let _codec;
        ChangeRequest.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.request != null) {
                        w.uint32(8);
                        w.uint64Number(obj.request);
                    }
                    if (obj.changes != null && obj.changes.length > 0) {
                        for (const value of obj.changes) {
                            w.uint32(18);
                            raftpad.ConfigurationChange.codec().encode(value, w);
                        }
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {
                        changes: []
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.request = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                if (opts.limits?.changes != null && obj.changes.length === opts.limits.changes) {
                                    throw new MaxLengthError('Decode error - repeated field "changes" had too many elements');
                                }
                                obj.changes.push(raftpad.ConfigurationChange.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.changes$
                                }));
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const obj = {
                        changes: 0
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.request`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                if (opts.limits?.changes != null && obj.changes === opts.limits.changes) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "changes" had too many elements');
                                }
                                for (const evt of raftpad.ConfigurationChange.codec().stream(reader, reader.uint32(), `${prefix}.changes[]`, {
                                    limits: opts.limits?.changes$
                                })) {
                                    yield {
                                        ...evt,
                                        index: obj.changes
                                    };
                                }
                                obj.changes++;
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, ChangeRequest.codec());
        }
        ChangeRequest.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, ChangeRequest.codec(), opts);
        }
        ChangeRequest.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, ChangeRequest.codec(), opts);
        }
        ChangeRequest.stream = stream;
    })(ChangeRequest = raftpad.ChangeRequest || (raftpad.ChangeRequest = {}));
    let ChangeRefusal;
    (function (ChangeRefusal) {
        ChangeRefusal["REFUSAL_UNSPECIFIED"] = "REFUSAL_UNSPECIFIED";
        ChangeRefusal["NOT_LEADER"] = "NOT_LEADER";
        ChangeRefusal["CHANGE_IN_PROGRESS"] = "CHANGE_IN_PROGRESS";
        ChangeRefusal["TERM_NOT_YET_COMMITTED"] = "TERM_NOT_YET_COMMITTED";
        ChangeRefusal["LAST_VOTER"] = "LAST_VOTER";
        ChangeRefusal["LEADERSHIP_LOST"] = "LEADERSHIP_LOST";
        ChangeRefusal["TRANSFER_IN_PROGRESS"] = "TRANSFER_IN_PROGRESS";
        ChangeRefusal["LEARNER_BEHIND"] = "LEARNER_BEHIND";
        ChangeRefusal["NOT_A_MEMBER"] = "NOT_A_MEMBER";
        ChangeRefusal["CONTRADICTORY"] = "CONTRADICTORY";
        ChangeRefusal["TOO_MANY_MEMBERS"] = "TOO_MANY_MEMBERS";
    })(ChangeRefusal = raftpad.ChangeRefusal || (raftpad.ChangeRefusal = {}));
    let __ChangeRefusalValues;
    (function (__ChangeRefusalValues) {
        __ChangeRefusalValues[__ChangeRefusalValues["REFUSAL_UNSPECIFIED"] = 0] = "REFUSAL_UNSPECIFIED";
        __ChangeRefusalValues[__ChangeRefusalValues["NOT_LEADER"] = 1] = "NOT_LEADER";
        __ChangeRefusalValues[__ChangeRefusalValues["CHANGE_IN_PROGRESS"] = 2] = "CHANGE_IN_PROGRESS";
        __ChangeRefusalValues[__ChangeRefusalValues["TERM_NOT_YET_COMMITTED"] = 3] = "TERM_NOT_YET_COMMITTED";
        __ChangeRefusalValues[__ChangeRefusalValues["LAST_VOTER"] = 4] = "LAST_VOTER";
        __ChangeRefusalValues[__ChangeRefusalValues["LEADERSHIP_LOST"] = 5] = "LEADERSHIP_LOST";
        __ChangeRefusalValues[__ChangeRefusalValues["TRANSFER_IN_PROGRESS"] = 6] = "TRANSFER_IN_PROGRESS";
        __ChangeRefusalValues[__ChangeRefusalValues["LEARNER_BEHIND"] = 7] = "LEARNER_BEHIND";
        __ChangeRefusalValues[__ChangeRefusalValues["NOT_A_MEMBER"] = 8] = "NOT_A_MEMBER";
        __ChangeRefusalValues[__ChangeRefusalValues["CONTRADICTORY"] = 9] = "CONTRADICTORY";
        __ChangeRefusalValues[__ChangeRefusalValues["TOO_MANY_MEMBERS"] = 10] = "TOO_MANY_MEMBERS";
    })(__ChangeRefusalValues || (__ChangeRefusalValues = {}));
    (function (ChangeRefusal) {
        ChangeRefusal.codec = () => {
            return enumeration(__ChangeRefusalValues);
        };
    })(ChangeRefusal = raftpad.ChangeRefusal || (raftpad.ChangeRefusal = {}));
    let ChangeResponse;
    (function (ChangeResponse) {
        let Committed;
        (function (Committed) {
            let _codec;
            Committed.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.index != null) {
                            w.uint32(8);
                            w.uint64Number(obj.index);
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.index = reader.uint64Number();
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.index`,
                                        value: reader.uint64Number()
                                    };
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Committed.codec());
            }
            Committed.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Committed.codec(), opts);
            }
            Committed.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Committed.codec(), opts);
            }
            Committed.stream = stream;
        })(Committed = ChangeResponse.Committed || (ChangeResponse.Committed = {}));
        let Already;
        (function (Already) {
            let _codec;
            Already.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Already.codec());
            }
            Already.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Already.codec(), opts);
            }
            Already.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Already.codec(), opts);
            }
            Already.stream = stream;
        })(Already = ChangeResponse.Already || (ChangeResponse.Already = {}));
        let Refused;
        (function (Refused) {
            let _codec;
            Refused.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.reason != null) {
                            w.uint32(8);
                            raftpad.ChangeRefusal.codec().encode(obj.reason, w);
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.reason = raftpad.ChangeRefusal.codec().decode(reader);
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.reason`,
                                        value: raftpad.ChangeRefusal.codec().decode(reader)
                                    };
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Refused.codec());
            }
            Refused.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Refused.codec(), opts);
            }
            Refused.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Refused.codec(), opts);
            }
            Refused.stream = stream;
        })(Refused = ChangeResponse.Refused || (ChangeResponse.Refused = {}));
        let _codec;
        ChangeResponse.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    obj = { ...obj };
                    if (obj.refused != null) {
                        obj.already = undefined;
                        obj.committed = undefined;
                    }
                    if (obj.already != null) {
                        obj.refused = undefined;
                        obj.committed = undefined;
                    }
                    if (obj.committed != null) {
                        obj.refused = undefined;
                        obj.already = undefined;
                    }
                    if (obj.request != null) {
                        w.uint32(8);
                        w.uint64Number(obj.request);
                    }
                    if (obj.committed != null) {
                        w.uint32(18);
                        raftpad.ChangeResponse.Committed.codec().encode(obj.committed, w);
                    }
                    if (obj.already != null) {
                        w.uint32(26);
                        raftpad.ChangeResponse.Already.codec().encode(obj.already, w);
                    }
                    if (obj.refused != null) {
                        w.uint32(34);
                        raftpad.ChangeResponse.Refused.codec().encode(obj.refused, w);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.request = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.committed = raftpad.ChangeResponse.Committed.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.committed
                                });
                                break;
                            }
                            case 3: {
                                obj.already = raftpad.ChangeResponse.Already.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.already
                                });
                                break;
                            }
                            case 4: {
                                obj.refused = raftpad.ChangeResponse.Refused.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.refused
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    if (obj.refused != null) {
                        delete obj.already;
                        delete obj.committed;
                    }
                    if (obj.already != null) {
                        delete obj.refused;
                        delete obj.committed;
                    }
                    if (obj.committed != null) {
                        delete obj.refused;
                        delete obj.already;
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.request`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield* raftpad.ChangeResponse.Committed.codec().stream(reader, reader.uint32(), `${prefix}.committed`, {
                                    limits: opts.limits?.committed
                                });
                                break;
                            }
                            case 3: {
                                yield* raftpad.ChangeResponse.Already.codec().stream(reader, reader.uint32(), `${prefix}.already`, {
                                    limits: opts.limits?.already
                                });
                                break;
                            }
                            case 4: {
                                yield* raftpad.ChangeResponse.Refused.codec().stream(reader, reader.uint32(), `${prefix}.refused`, {
                                    limits: opts.limits?.refused
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, ChangeResponse.codec());
        }
        ChangeResponse.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, ChangeResponse.codec(), opts);
        }
        ChangeResponse.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, ChangeResponse.codec(), opts);
        }
        ChangeResponse.stream = stream;
    })(ChangeResponse = raftpad.ChangeResponse || (raftpad.ChangeResponse = {}));
    let ReadRequest;
    (function (ReadRequest) {
        let _codec;
        ReadRequest.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.request != null) {
                        w.uint32(8);
                        w.uint64Number(obj.request);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.request = reader.uint64Number();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.request`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, ReadRequest.codec());
        }
        ReadRequest.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, ReadRequest.codec(), opts);
        }
        ReadRequest.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, ReadRequest.codec(), opts);
        }
        ReadRequest.stream = stream;
    })(ReadRequest = raftpad.ReadRequest || (raftpad.ReadRequest = {}));
    let ReadResponse;
    (function (ReadResponse) {
        let _codec;
        ReadResponse.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.request != null) {
                        w.uint32(8);
                        w.uint64Number(obj.request);
                    }
                    if (obj.readIndex != null) {
                        w.uint32(16);
                        w.uint64Number(obj.readIndex);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.request = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.readIndex = reader.uint64Number();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.request`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.readIndex`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, ReadResponse.codec());
        }
        ReadResponse.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, ReadResponse.codec(), opts);
        }
        ReadResponse.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, ReadResponse.codec(), opts);
        }
        ReadResponse.stream = stream;
    })(ReadResponse = raftpad.ReadResponse || (raftpad.ReadResponse = {}));
    let JoinRequest;
    (function (JoinRequest) {
        let _codec;
        JoinRequest.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.peer != null) {
                        w.uint32(10);
                        w.string(obj.peer);
                    }
                    if (obj.name != null) {
                        w.uint32(18);
                        w.string(obj.name);
                    }
                    if (obj.addresses != null && obj.addresses.length > 0) {
                        for (const value of obj.addresses) {
                            w.uint32(26);
                            w.string(value);
                        }
                    }
                    if (obj.via != null) {
                        w.uint32(34);
                        w.string(obj.via);
                    }
                    if (obj.isRepair != null) {
                        w.uint32(40);
                        w.bool(obj.isRepair);
                    }
                    if (obj.code != null) {
                        w.uint32(322);
                        w.string(obj.code);
                    }
                    if (obj.epoch != null) {
                        w.uint32(560);
                        w.uint64Number(obj.epoch);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {
                        addresses: []
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.peer = reader.string();
                                break;
                            }
                            case 2: {
                                obj.name = reader.string();
                                break;
                            }
                            case 3: {
                                if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                                    throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements');
                                }
                                obj.addresses.push(reader.string());
                                break;
                            }
                            case 4: {
                                obj.via = reader.string();
                                break;
                            }
                            case 5: {
                                obj.isRepair = reader.bool();
                                break;
                            }
                            case 40: {
                                obj.code = reader.string();
                                break;
                            }
                            case 70: {
                                obj.epoch = reader.uint64Number();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const obj = {
                        addresses: 0
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.peer`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.name`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 3: {
                                if (opts.limits?.addresses != null && obj.addresses === opts.limits.addresses) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "addresses" had too many elements');
                                }
                                yield {
                                    field: `${prefix}.addresses[]`,
                                    index: obj.addresses,
                                    value: reader.string()
                                };
                                obj.addresses++;
                                break;
                            }
                            case 4: {
                                yield {
                                    field: `${prefix}.via`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 5: {
                                yield {
                                    field: `${prefix}.isRepair`,
                                    value: reader.bool()
                                };
                                break;
                            }
                            case 40: {
                                yield {
                                    field: `${prefix}.code`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 70: {
                                yield {
                                    field: `${prefix}.epoch`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, JoinRequest.codec());
        }
        JoinRequest.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, JoinRequest.codec(), opts);
        }
        JoinRequest.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, JoinRequest.codec(), opts);
        }
        JoinRequest.stream = stream;
    })(JoinRequest = raftpad.JoinRequest || (raftpad.JoinRequest = {}));
    let JoinOutcome;
    (function (JoinOutcome) {
        JoinOutcome["OUTCOME_UNSPECIFIED"] = "OUTCOME_UNSPECIFIED";
        JoinOutcome["APPROVED"] = "APPROVED";
        JoinOutcome["REFUSED"] = "REFUSED";
        JoinOutcome["WITHDRAWN"] = "WITHDRAWN";
    })(JoinOutcome = raftpad.JoinOutcome || (raftpad.JoinOutcome = {}));
    let __JoinOutcomeValues;
    (function (__JoinOutcomeValues) {
        __JoinOutcomeValues[__JoinOutcomeValues["OUTCOME_UNSPECIFIED"] = 0] = "OUTCOME_UNSPECIFIED";
        __JoinOutcomeValues[__JoinOutcomeValues["APPROVED"] = 1] = "APPROVED";
        __JoinOutcomeValues[__JoinOutcomeValues["REFUSED"] = 2] = "REFUSED";
        __JoinOutcomeValues[__JoinOutcomeValues["WITHDRAWN"] = 3] = "WITHDRAWN";
    })(__JoinOutcomeValues || (__JoinOutcomeValues = {}));
    (function (JoinOutcome) {
        JoinOutcome.codec = () => {
            return enumeration(__JoinOutcomeValues);
        };
    })(JoinOutcome = raftpad.JoinOutcome || (raftpad.JoinOutcome = {}));
    let JoinSettled;
    (function (JoinSettled) {
        let _codec;
        JoinSettled.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.peer != null) {
                        w.uint32(10);
                        w.string(obj.peer);
                    }
                    if (obj.outcome != null) {
                        w.uint32(16);
                        raftpad.JoinOutcome.codec().encode(obj.outcome, w);
                    }
                    if (obj.by != null) {
                        w.uint32(26);
                        w.string(obj.by);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.peer = reader.string();
                                break;
                            }
                            case 2: {
                                obj.outcome = raftpad.JoinOutcome.codec().decode(reader);
                                break;
                            }
                            case 3: {
                                obj.by = reader.string();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.peer`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.outcome`,
                                    value: raftpad.JoinOutcome.codec().decode(reader)
                                };
                                break;
                            }
                            case 3: {
                                yield {
                                    field: `${prefix}.by`,
                                    value: reader.string()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, JoinSettled.codec());
        }
        JoinSettled.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, JoinSettled.codec(), opts);
        }
        JoinSettled.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, JoinSettled.codec(), opts);
        }
        JoinSettled.stream = stream;
    })(JoinSettled = raftpad.JoinSettled || (raftpad.JoinSettled = {}));
    let Progress;
    (function (Progress) {
        let Match;
        (function (Match) {
            let _codec;
            Match.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.member != null) {
                            w.uint32(10);
                            w.string(obj.member);
                        }
                        if (obj.matchIndex != null) {
                            w.uint32(16);
                            w.uint64Number(obj.matchIndex);
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.member = reader.string();
                                    break;
                                }
                                case 2: {
                                    obj.matchIndex = reader.uint64Number();
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.member`,
                                        value: reader.string()
                                    };
                                    break;
                                }
                                case 2: {
                                    yield {
                                        field: `${prefix}.matchIndex`,
                                        value: reader.uint64Number()
                                    };
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Match.codec());
            }
            Match.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Match.codec(), opts);
            }
            Match.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Match.codec(), opts);
            }
            Match.stream = stream;
        })(Match = Progress.Match || (Progress.Match = {}));
        let _codec;
        Progress.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.matches != null && obj.matches.length > 0) {
                        for (const value of obj.matches) {
                            w.uint32(10);
                            raftpad.Progress.Match.codec().encode(value, w);
                        }
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {
                        matches: []
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                if (opts.limits?.matches != null && obj.matches.length === opts.limits.matches) {
                                    throw new MaxLengthError('Decode error - repeated field "matches" had too many elements');
                                }
                                obj.matches.push(raftpad.Progress.Match.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.matches$
                                }));
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const obj = {
                        matches: 0
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                if (opts.limits?.matches != null && obj.matches === opts.limits.matches) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "matches" had too many elements');
                                }
                                for (const evt of raftpad.Progress.Match.codec().stream(reader, reader.uint32(), `${prefix}.matches[]`, {
                                    limits: opts.limits?.matches$
                                })) {
                                    yield {
                                        ...evt,
                                        index: obj.matches
                                    };
                                }
                                obj.matches++;
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, Progress.codec());
        }
        Progress.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, Progress.codec(), opts);
        }
        Progress.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, Progress.codec(), opts);
        }
        Progress.stream = stream;
    })(Progress = raftpad.Progress || (raftpad.Progress = {}));
    let Membership;
    (function (Membership) {
        let _codec;
        Membership.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.configurationIndex != null) {
                        w.uint32(8);
                        w.uint64Number(obj.configurationIndex);
                    }
                    if (obj.members != null && obj.members.length > 0) {
                        for (const value of obj.members) {
                            w.uint32(18);
                            raftpad.KnownMember.codec().encode(value, w);
                        }
                    }
                    if (obj.admissions != null && obj.admissions.length > 0) {
                        for (const value of obj.admissions) {
                            w.uint32(322);
                            raftpad.SignedAdmission.codec().encode(value, w);
                        }
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {
                        members: [],
                        admissions: []
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.configurationIndex = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                if (opts.limits?.members != null && obj.members.length === opts.limits.members) {
                                    throw new MaxLengthError('Decode error - repeated field "members" had too many elements');
                                }
                                obj.members.push(raftpad.KnownMember.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.members$
                                }));
                                break;
                            }
                            case 40: {
                                if (opts.limits?.admissions != null && obj.admissions.length === opts.limits.admissions) {
                                    throw new MaxLengthError('Decode error - repeated field "admissions" had too many elements');
                                }
                                obj.admissions.push(raftpad.SignedAdmission.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.admissions$
                                }));
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const obj = {
                        members: 0,
                        admissions: 0
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.configurationIndex`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                if (opts.limits?.members != null && obj.members === opts.limits.members) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "members" had too many elements');
                                }
                                for (const evt of raftpad.KnownMember.codec().stream(reader, reader.uint32(), `${prefix}.members[]`, {
                                    limits: opts.limits?.members$
                                })) {
                                    yield {
                                        ...evt,
                                        index: obj.members
                                    };
                                }
                                obj.members++;
                                break;
                            }
                            case 40: {
                                if (opts.limits?.admissions != null && obj.admissions === opts.limits.admissions) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "admissions" had too many elements');
                                }
                                for (const evt of raftpad.SignedAdmission.codec().stream(reader, reader.uint32(), `${prefix}.admissions[]`, {
                                    limits: opts.limits?.admissions$
                                })) {
                                    yield {
                                        ...evt,
                                        index: obj.admissions
                                    };
                                }
                                obj.admissions++;
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, Membership.codec());
        }
        Membership.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, Membership.codec(), opts);
        }
        Membership.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, Membership.codec(), opts);
        }
        Membership.stream = stream;
    })(Membership = raftpad.Membership || (raftpad.Membership = {}));
    let SignedAdmission;
    (function (SignedAdmission) {
        let _codec;
        SignedAdmission.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.member != null) {
                        w.uint32(10);
                        w.string(obj.member);
                    }
                    if (obj.approver != null) {
                        w.uint32(18);
                        w.string(obj.approver);
                    }
                    if (obj.atMs != null) {
                        w.uint32(24);
                        w.uint64Number(obj.atMs);
                    }
                    if (obj.signature != null) {
                        w.uint32(34);
                        w.bytes(obj.signature);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.member = reader.string();
                                break;
                            }
                            case 2: {
                                obj.approver = reader.string();
                                break;
                            }
                            case 3: {
                                obj.atMs = reader.uint64Number();
                                break;
                            }
                            case 4: {
                                obj.signature = reader.bytes();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.member`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.approver`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 3: {
                                yield {
                                    field: `${prefix}.atMs`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 4: {
                                yield {
                                    field: `${prefix}.signature`,
                                    value: reader.bytes()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, SignedAdmission.codec());
        }
        SignedAdmission.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, SignedAdmission.codec(), opts);
        }
        SignedAdmission.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, SignedAdmission.codec(), opts);
        }
        SignedAdmission.stream = stream;
    })(SignedAdmission = raftpad.SignedAdmission || (raftpad.SignedAdmission = {}));
    let KnownMember;
    (function (KnownMember) {
        let _codec;
        KnownMember.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.member != null) {
                        w.uint32(10);
                        w.string(obj.member);
                    }
                    if (obj.name != null) {
                        w.uint32(18);
                        w.string(obj.name);
                    }
                    if (obj.addresses != null && obj.addresses.length > 0) {
                        for (const value of obj.addresses) {
                            w.uint32(26);
                            w.string(value);
                        }
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {
                        addresses: []
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.member = reader.string();
                                break;
                            }
                            case 2: {
                                obj.name = reader.string();
                                break;
                            }
                            case 3: {
                                if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                                    throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements');
                                }
                                obj.addresses.push(reader.string());
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const obj = {
                        addresses: 0
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.member`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.name`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 3: {
                                if (opts.limits?.addresses != null && obj.addresses === opts.limits.addresses) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "addresses" had too many elements');
                                }
                                yield {
                                    field: `${prefix}.addresses[]`,
                                    index: obj.addresses,
                                    value: reader.string()
                                };
                                obj.addresses++;
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, KnownMember.codec());
        }
        KnownMember.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, KnownMember.codec(), opts);
        }
        KnownMember.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, KnownMember.codec(), opts);
        }
        KnownMember.stream = stream;
    })(KnownMember = raftpad.KnownMember || (raftpad.KnownMember = {}));
    let SnapshotWanted;
    (function (SnapshotWanted) {
        let _codec;
        SnapshotWanted.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.request != null) {
                        w.uint32(8);
                        w.uint64Number(obj.request);
                    }
                    if (obj.atLeast != null) {
                        w.uint32(16);
                        w.uint64Number(obj.atLeast);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.request = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.atLeast = reader.uint64Number();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.request`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.atLeast`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, SnapshotWanted.codec());
        }
        SnapshotWanted.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, SnapshotWanted.codec(), opts);
        }
        SnapshotWanted.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, SnapshotWanted.codec(), opts);
        }
        SnapshotWanted.stream = stream;
    })(SnapshotWanted = raftpad.SnapshotWanted || (raftpad.SnapshotWanted = {}));
    let DiskState;
    (function (DiskState) {
        DiskState["DISK_UNSPECIFIED"] = "DISK_UNSPECIFIED";
        DiskState["DISK_OK"] = "DISK_OK";
        DiskState["DISK_LOW"] = "DISK_LOW";
        DiskState["DISK_FULL"] = "DISK_FULL";
    })(DiskState = raftpad.DiskState || (raftpad.DiskState = {}));
    let __DiskStateValues;
    (function (__DiskStateValues) {
        __DiskStateValues[__DiskStateValues["DISK_UNSPECIFIED"] = 0] = "DISK_UNSPECIFIED";
        __DiskStateValues[__DiskStateValues["DISK_OK"] = 1] = "DISK_OK";
        __DiskStateValues[__DiskStateValues["DISK_LOW"] = 2] = "DISK_LOW";
        __DiskStateValues[__DiskStateValues["DISK_FULL"] = 3] = "DISK_FULL";
    })(__DiskStateValues || (__DiskStateValues = {}));
    (function (DiskState) {
        DiskState.codec = () => {
            return enumeration(__DiskStateValues);
        };
    })(DiskState = raftpad.DiskState || (raftpad.DiskState = {}));
    let Condition;
    (function (Condition) {
        let _codec;
        Condition.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.disk != null) {
                        w.uint32(8);
                        raftpad.DiskState.codec().encode(obj.disk, w);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.disk = raftpad.DiskState.codec().decode(reader);
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.disk`,
                                    value: raftpad.DiskState.codec().decode(reader)
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, Condition.codec());
        }
        Condition.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, Condition.codec(), opts);
        }
        Condition.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, Condition.codec(), opts);
        }
        Condition.stream = stream;
    })(Condition = raftpad.Condition || (raftpad.Condition = {}));
    let Removed;
    (function (Removed) {
        let _codec;
        Removed.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.by != null) {
                        w.uint32(10);
                        w.string(obj.by);
                    }
                    if (obj.atMs != null) {
                        w.uint32(16);
                        w.uint64Number(obj.atMs);
                    }
                    if (obj.index != null) {
                        w.uint32(24);
                        w.uint64Number(obj.index);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.by = reader.string();
                                break;
                            }
                            case 2: {
                                obj.atMs = reader.uint64Number();
                                break;
                            }
                            case 3: {
                                obj.index = reader.uint64Number();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.by`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.atMs`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 3: {
                                yield {
                                    field: `${prefix}.index`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, Removed.codec());
        }
        Removed.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, Removed.codec(), opts);
        }
        Removed.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, Removed.codec(), opts);
        }
        Removed.stream = stream;
    })(Removed = raftpad.Removed || (raftpad.Removed = {}));
    let HelloInfo;
    (function (HelloInfo) {
        let Cluster;
        (function (Cluster) {
            let _codec;
            Cluster.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.id != null) {
                            w.uint32(10);
                            w.string(obj.id);
                        }
                        if (obj.name != null) {
                            w.uint32(18);
                            w.string(obj.name);
                        }
                        if (obj.memberCount != null) {
                            w.uint32(24);
                            w.uint64Number(obj.memberCount);
                        }
                        if (obj.epoch != null) {
                            w.uint32(560);
                            w.uint64Number(obj.epoch);
                        }
                        if (obj.recovery != null) {
                            w.uint32(570);
                            raftpad.HelloInfo.Recovery.codec().encode(obj.recovery, w);
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.id = reader.string();
                                    break;
                                }
                                case 2: {
                                    obj.name = reader.string();
                                    break;
                                }
                                case 3: {
                                    obj.memberCount = reader.uint64Number();
                                    break;
                                }
                                case 70: {
                                    obj.epoch = reader.uint64Number();
                                    break;
                                }
                                case 71: {
                                    obj.recovery = raftpad.HelloInfo.Recovery.codec().decode(reader, reader.uint32(), {
                                        limits: opts.limits?.recovery
                                    });
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.id`,
                                        value: reader.string()
                                    };
                                    break;
                                }
                                case 2: {
                                    yield {
                                        field: `${prefix}.name`,
                                        value: reader.string()
                                    };
                                    break;
                                }
                                case 3: {
                                    yield {
                                        field: `${prefix}.memberCount`,
                                        value: reader.uint64Number()
                                    };
                                    break;
                                }
                                case 70: {
                                    yield {
                                        field: `${prefix}.epoch`,
                                        value: reader.uint64Number()
                                    };
                                    break;
                                }
                                case 71: {
                                    yield* raftpad.HelloInfo.Recovery.codec().stream(reader, reader.uint32(), `${prefix}.recovery`, {
                                        limits: opts.limits?.recovery
                                    });
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Cluster.codec());
            }
            Cluster.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Cluster.codec(), opts);
            }
            Cluster.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Cluster.codec(), opts);
            }
            Cluster.stream = stream;
        })(Cluster = HelloInfo.Cluster || (HelloInfo.Cluster = {}));
        let Recovery;
        (function (Recovery) {
            let _codec;
            Recovery.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.before != null && obj.before.length > 0) {
                            for (const value of obj.before) {
                                w.uint32(8);
                                w.uint64Number(value);
                            }
                        }
                        if (obj.by != null) {
                            w.uint32(18);
                            w.string(obj.by);
                        }
                        if (obj.atMs != null) {
                            w.uint32(24);
                            w.uint64Number(obj.atMs);
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {
                            before: []
                        };
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    if (opts.limits?.before != null && obj.before.length === opts.limits.before) {
                                        throw new MaxLengthError('Decode error - repeated field "before" had too many elements');
                                    }
                                    obj.before.push(reader.uint64Number());
                                    break;
                                }
                                case 2: {
                                    obj.by = reader.string();
                                    break;
                                }
                                case 3: {
                                    obj.atMs = reader.uint64Number();
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const obj = {
                            before: 0
                        };
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    if (opts.limits?.before != null && obj.before === opts.limits.before) {
                                        throw new MaxLengthError('Streaming decode error - repeated field "before" had too many elements');
                                    }
                                    yield {
                                        field: `${prefix}.before[]`,
                                        index: obj.before,
                                        value: reader.uint64Number()
                                    };
                                    obj.before++;
                                    break;
                                }
                                case 2: {
                                    yield {
                                        field: `${prefix}.by`,
                                        value: reader.string()
                                    };
                                    break;
                                }
                                case 3: {
                                    yield {
                                        field: `${prefix}.atMs`,
                                        value: reader.uint64Number()
                                    };
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Recovery.codec());
            }
            Recovery.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Recovery.codec(), opts);
            }
            Recovery.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Recovery.codec(), opts);
            }
            Recovery.stream = stream;
        })(Recovery = HelloInfo.Recovery || (HelloInfo.Recovery = {}));
        let _codec;
        HelloInfo.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.appVersion != null) {
                        w.uint32(10);
                        w.string(obj.appVersion);
                    }
                    if (obj.name != null) {
                        w.uint32(18);
                        w.string(obj.name);
                    }
                    if (obj.cluster != null) {
                        w.uint32(26);
                        raftpad.HelloInfo.Cluster.codec().encode(obj.cluster, w);
                    }
                    if (obj.addresses != null && obj.addresses.length > 0) {
                        for (const value of obj.addresses) {
                            w.uint32(34);
                            w.string(value);
                        }
                    }
                    if (obj.admissions != null && obj.admissions.length > 0) {
                        for (const value of obj.admissions) {
                            w.uint32(322);
                            raftpad.SignedAdmission.codec().encode(value, w);
                        }
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {
                        addresses: [],
                        admissions: []
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.appVersion = reader.string();
                                break;
                            }
                            case 2: {
                                obj.name = reader.string();
                                break;
                            }
                            case 3: {
                                obj.cluster = raftpad.HelloInfo.Cluster.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.cluster
                                });
                                break;
                            }
                            case 4: {
                                if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                                    throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements');
                                }
                                obj.addresses.push(reader.string());
                                break;
                            }
                            case 40: {
                                if (opts.limits?.admissions != null && obj.admissions.length === opts.limits.admissions) {
                                    throw new MaxLengthError('Decode error - repeated field "admissions" had too many elements');
                                }
                                obj.admissions.push(raftpad.SignedAdmission.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.admissions$
                                }));
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const obj = {
                        addresses: 0,
                        admissions: 0
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.appVersion`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.name`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 3: {
                                yield* raftpad.HelloInfo.Cluster.codec().stream(reader, reader.uint32(), `${prefix}.cluster`, {
                                    limits: opts.limits?.cluster
                                });
                                break;
                            }
                            case 4: {
                                if (opts.limits?.addresses != null && obj.addresses === opts.limits.addresses) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "addresses" had too many elements');
                                }
                                yield {
                                    field: `${prefix}.addresses[]`,
                                    index: obj.addresses,
                                    value: reader.string()
                                };
                                obj.addresses++;
                                break;
                            }
                            case 40: {
                                if (opts.limits?.admissions != null && obj.admissions === opts.limits.admissions) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "admissions" had too many elements');
                                }
                                for (const evt of raftpad.SignedAdmission.codec().stream(reader, reader.uint32(), `${prefix}.admissions[]`, {
                                    limits: opts.limits?.admissions$
                                })) {
                                    yield {
                                        ...evt,
                                        index: obj.admissions
                                    };
                                }
                                obj.admissions++;
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, HelloInfo.codec());
        }
        HelloInfo.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, HelloInfo.codec(), opts);
        }
        HelloInfo.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, HelloInfo.codec(), opts);
        }
        HelloInfo.stream = stream;
    })(HelloInfo = raftpad.HelloInfo || (raftpad.HelloInfo = {}));
    let HelloAnswer;
    (function (HelloAnswer) {
        let Stranger;
        (function (Stranger) {
            let _codec;
            Stranger.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Stranger.codec());
            }
            Stranger.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Stranger.codec(), opts);
            }
            Stranger.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Stranger.codec(), opts);
            }
            Stranger.stream = stream;
        })(Stranger = HelloAnswer.Stranger || (HelloAnswer.Stranger = {}));
        let Member;
        (function (Member) {
            let _codec;
            Member.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Member.codec());
            }
            Member.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Member.codec(), opts);
            }
            Member.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Member.codec(), opts);
            }
            Member.stream = stream;
        })(Member = HelloAnswer.Member || (HelloAnswer.Member = {}));
        let _codec;
        HelloAnswer.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    obj = { ...obj };
                    if (obj.removed != null) {
                        obj.member = undefined;
                        obj.stranger = undefined;
                    }
                    if (obj.member != null) {
                        obj.removed = undefined;
                        obj.stranger = undefined;
                    }
                    if (obj.stranger != null) {
                        obj.removed = undefined;
                        obj.member = undefined;
                    }
                    if (obj.info != null) {
                        w.uint32(10);
                        raftpad.HelloInfo.codec().encode(obj.info, w);
                    }
                    if (obj.stranger != null) {
                        w.uint32(18);
                        raftpad.HelloAnswer.Stranger.codec().encode(obj.stranger, w);
                    }
                    if (obj.member != null) {
                        w.uint32(26);
                        raftpad.HelloAnswer.Member.codec().encode(obj.member, w);
                    }
                    if (obj.removed != null) {
                        w.uint32(34);
                        raftpad.Removed.codec().encode(obj.removed, w);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.info = raftpad.HelloInfo.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.info
                                });
                                break;
                            }
                            case 2: {
                                obj.stranger = raftpad.HelloAnswer.Stranger.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.stranger
                                });
                                break;
                            }
                            case 3: {
                                obj.member = raftpad.HelloAnswer.Member.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.member
                                });
                                break;
                            }
                            case 4: {
                                obj.removed = raftpad.Removed.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.removed
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    if (obj.removed != null) {
                        delete obj.member;
                        delete obj.stranger;
                    }
                    if (obj.member != null) {
                        delete obj.removed;
                        delete obj.stranger;
                    }
                    if (obj.stranger != null) {
                        delete obj.removed;
                        delete obj.member;
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield* raftpad.HelloInfo.codec().stream(reader, reader.uint32(), `${prefix}.info`, {
                                    limits: opts.limits?.info
                                });
                                break;
                            }
                            case 2: {
                                yield* raftpad.HelloAnswer.Stranger.codec().stream(reader, reader.uint32(), `${prefix}.stranger`, {
                                    limits: opts.limits?.stranger
                                });
                                break;
                            }
                            case 3: {
                                yield* raftpad.HelloAnswer.Member.codec().stream(reader, reader.uint32(), `${prefix}.member`, {
                                    limits: opts.limits?.member
                                });
                                break;
                            }
                            case 4: {
                                yield* raftpad.Removed.codec().stream(reader, reader.uint32(), `${prefix}.removed`, {
                                    limits: opts.limits?.removed
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, HelloAnswer.codec());
        }
        HelloAnswer.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, HelloAnswer.codec(), opts);
        }
        HelloAnswer.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, HelloAnswer.codec(), opts);
        }
        HelloAnswer.stream = stream;
    })(HelloAnswer = raftpad.HelloAnswer || (raftpad.HelloAnswer = {}));
    let JoinAsk;
    (function (JoinAsk) {
        let _codec;
        JoinAsk.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.clusterId != null) {
                        w.uint32(10);
                        w.string(obj.clusterId);
                    }
                    if (obj.name != null) {
                        w.uint32(18);
                        w.string(obj.name);
                    }
                    if (obj.addresses != null && obj.addresses.length > 0) {
                        for (const value of obj.addresses) {
                            w.uint32(26);
                            w.string(value);
                        }
                    }
                    if (obj.isRepair != null) {
                        w.uint32(32);
                        w.bool(obj.isRepair);
                    }
                    if (obj.commitment != null) {
                        w.uint32(322);
                        w.bytes(obj.commitment);
                    }
                    if (obj.epoch != null) {
                        w.uint32(560);
                        w.uint64Number(obj.epoch);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {
                        addresses: []
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.clusterId = reader.string();
                                break;
                            }
                            case 2: {
                                obj.name = reader.string();
                                break;
                            }
                            case 3: {
                                if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                                    throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements');
                                }
                                obj.addresses.push(reader.string());
                                break;
                            }
                            case 4: {
                                obj.isRepair = reader.bool();
                                break;
                            }
                            case 40: {
                                obj.commitment = reader.bytes();
                                break;
                            }
                            case 70: {
                                obj.epoch = reader.uint64Number();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const obj = {
                        addresses: 0
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.clusterId`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.name`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 3: {
                                if (opts.limits?.addresses != null && obj.addresses === opts.limits.addresses) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "addresses" had too many elements');
                                }
                                yield {
                                    field: `${prefix}.addresses[]`,
                                    index: obj.addresses,
                                    value: reader.string()
                                };
                                obj.addresses++;
                                break;
                            }
                            case 4: {
                                yield {
                                    field: `${prefix}.isRepair`,
                                    value: reader.bool()
                                };
                                break;
                            }
                            case 40: {
                                yield {
                                    field: `${prefix}.commitment`,
                                    value: reader.bytes()
                                };
                                break;
                            }
                            case 70: {
                                yield {
                                    field: `${prefix}.epoch`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, JoinAsk.codec());
        }
        JoinAsk.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, JoinAsk.codec(), opts);
        }
        JoinAsk.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, JoinAsk.codec(), opts);
        }
        JoinAsk.stream = stream;
    })(JoinAsk = raftpad.JoinAsk || (raftpad.JoinAsk = {}));
    let JoinReveal;
    (function (JoinReveal) {
        let _codec;
        JoinReveal.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.nonce != null) {
                        w.uint32(10);
                        w.bytes(obj.nonce);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.nonce = reader.bytes();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.nonce`,
                                    value: reader.bytes()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, JoinReveal.codec());
        }
        JoinReveal.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, JoinReveal.codec(), opts);
        }
        JoinReveal.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, JoinReveal.codec(), opts);
        }
        JoinReveal.stream = stream;
    })(JoinReveal = raftpad.JoinReveal || (raftpad.JoinReveal = {}));
    let JoinReply;
    (function (JoinReply) {
        let _codec;
        JoinReply.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    obj = { ...obj };
                    if (obj.answer != null) {
                        obj.nonce = undefined;
                        obj.commitment = undefined;
                    }
                    if (obj.nonce != null) {
                        obj.answer = undefined;
                        obj.commitment = undefined;
                    }
                    if (obj.commitment != null) {
                        obj.answer = undefined;
                        obj.nonce = undefined;
                    }
                    if (obj.commitment != null) {
                        w.uint32(10);
                        w.bytes(obj.commitment);
                    }
                    if (obj.nonce != null) {
                        w.uint32(18);
                        w.bytes(obj.nonce);
                    }
                    if (obj.answer != null) {
                        w.uint32(26);
                        raftpad.JoinAnswer.codec().encode(obj.answer, w);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.commitment = reader.bytes();
                                break;
                            }
                            case 2: {
                                obj.nonce = reader.bytes();
                                break;
                            }
                            case 3: {
                                obj.answer = raftpad.JoinAnswer.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.answer
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    if (obj.answer != null) {
                        delete obj.nonce;
                        delete obj.commitment;
                    }
                    if (obj.nonce != null) {
                        delete obj.answer;
                        delete obj.commitment;
                    }
                    if (obj.commitment != null) {
                        delete obj.answer;
                        delete obj.nonce;
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.commitment`,
                                    value: reader.bytes()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.nonce`,
                                    value: reader.bytes()
                                };
                                break;
                            }
                            case 3: {
                                yield* raftpad.JoinAnswer.codec().stream(reader, reader.uint32(), `${prefix}.answer`, {
                                    limits: opts.limits?.answer
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, JoinReply.codec());
        }
        JoinReply.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, JoinReply.codec(), opts);
        }
        JoinReply.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, JoinReply.codec(), opts);
        }
        JoinReply.stream = stream;
    })(JoinReply = raftpad.JoinReply || (raftpad.JoinReply = {}));
    let JoinUnavailable;
    (function (JoinUnavailable) {
        JoinUnavailable["UNAVAILABLE_UNSPECIFIED"] = "UNAVAILABLE_UNSPECIFIED";
        JoinUnavailable["NO_CLUSTER"] = "NO_CLUSTER";
        JoinUnavailable["OTHER_CLUSTER"] = "OTHER_CLUSTER";
        JoinUnavailable["BUSY"] = "BUSY";
        JoinUnavailable["TIMED_OUT"] = "TIMED_OUT";
        JoinUnavailable["NO_MAJORITY"] = "NO_MAJORITY";
        JoinUnavailable["OTHER_VERSION"] = "OTHER_VERSION";
        JoinUnavailable["OTHER_EPOCH"] = "OTHER_EPOCH";
    })(JoinUnavailable = raftpad.JoinUnavailable || (raftpad.JoinUnavailable = {}));
    let __JoinUnavailableValues;
    (function (__JoinUnavailableValues) {
        __JoinUnavailableValues[__JoinUnavailableValues["UNAVAILABLE_UNSPECIFIED"] = 0] = "UNAVAILABLE_UNSPECIFIED";
        __JoinUnavailableValues[__JoinUnavailableValues["NO_CLUSTER"] = 1] = "NO_CLUSTER";
        __JoinUnavailableValues[__JoinUnavailableValues["OTHER_CLUSTER"] = 2] = "OTHER_CLUSTER";
        __JoinUnavailableValues[__JoinUnavailableValues["BUSY"] = 3] = "BUSY";
        __JoinUnavailableValues[__JoinUnavailableValues["TIMED_OUT"] = 4] = "TIMED_OUT";
        __JoinUnavailableValues[__JoinUnavailableValues["NO_MAJORITY"] = 5] = "NO_MAJORITY";
        __JoinUnavailableValues[__JoinUnavailableValues["OTHER_VERSION"] = 40] = "OTHER_VERSION";
        __JoinUnavailableValues[__JoinUnavailableValues["OTHER_EPOCH"] = 70] = "OTHER_EPOCH";
    })(__JoinUnavailableValues || (__JoinUnavailableValues = {}));
    (function (JoinUnavailable) {
        JoinUnavailable.codec = () => {
            return enumeration(__JoinUnavailableValues);
        };
    })(JoinUnavailable = raftpad.JoinUnavailable || (raftpad.JoinUnavailable = {}));
    let JoinAnswer;
    (function (JoinAnswer) {
        let Approved;
        (function (Approved) {
            let _codec;
            Approved.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.clusterId != null) {
                            w.uint32(10);
                            w.string(obj.clusterId);
                        }
                        if (obj.clusterName != null) {
                            w.uint32(18);
                            w.string(obj.clusterName);
                        }
                        if (obj.members != null && obj.members.length > 0) {
                            for (const value of obj.members) {
                                w.uint32(26);
                                raftpad.KnownMember.codec().encode(value, w);
                            }
                        }
                        if (obj.configurationIndex != null) {
                            w.uint32(32);
                            w.uint64Number(obj.configurationIndex);
                        }
                        if (obj.term != null) {
                            w.uint32(40);
                            w.uint64Number(obj.term);
                        }
                        if (obj.epoch != null) {
                            w.uint32(560);
                            w.uint64Number(obj.epoch);
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {
                            members: []
                        };
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.clusterId = reader.string();
                                    break;
                                }
                                case 2: {
                                    obj.clusterName = reader.string();
                                    break;
                                }
                                case 3: {
                                    if (opts.limits?.members != null && obj.members.length === opts.limits.members) {
                                        throw new MaxLengthError('Decode error - repeated field "members" had too many elements');
                                    }
                                    obj.members.push(raftpad.KnownMember.codec().decode(reader, reader.uint32(), {
                                        limits: opts.limits?.members$
                                    }));
                                    break;
                                }
                                case 4: {
                                    obj.configurationIndex = reader.uint64Number();
                                    break;
                                }
                                case 5: {
                                    obj.term = reader.uint64Number();
                                    break;
                                }
                                case 70: {
                                    obj.epoch = reader.uint64Number();
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const obj = {
                            members: 0
                        };
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.clusterId`,
                                        value: reader.string()
                                    };
                                    break;
                                }
                                case 2: {
                                    yield {
                                        field: `${prefix}.clusterName`,
                                        value: reader.string()
                                    };
                                    break;
                                }
                                case 3: {
                                    if (opts.limits?.members != null && obj.members === opts.limits.members) {
                                        throw new MaxLengthError('Streaming decode error - repeated field "members" had too many elements');
                                    }
                                    for (const evt of raftpad.KnownMember.codec().stream(reader, reader.uint32(), `${prefix}.members[]`, {
                                        limits: opts.limits?.members$
                                    })) {
                                        yield {
                                            ...evt,
                                            index: obj.members
                                        };
                                    }
                                    obj.members++;
                                    break;
                                }
                                case 4: {
                                    yield {
                                        field: `${prefix}.configurationIndex`,
                                        value: reader.uint64Number()
                                    };
                                    break;
                                }
                                case 5: {
                                    yield {
                                        field: `${prefix}.term`,
                                        value: reader.uint64Number()
                                    };
                                    break;
                                }
                                case 70: {
                                    yield {
                                        field: `${prefix}.epoch`,
                                        value: reader.uint64Number()
                                    };
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Approved.codec());
            }
            Approved.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Approved.codec(), opts);
            }
            Approved.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Approved.codec(), opts);
            }
            Approved.stream = stream;
        })(Approved = JoinAnswer.Approved || (JoinAnswer.Approved = {}));
        let Refused;
        (function (Refused) {
            let _codec;
            Refused.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.by != null) {
                            w.uint32(10);
                            w.string(obj.by);
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.by = reader.string();
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.by`,
                                        value: reader.string()
                                    };
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Refused.codec());
            }
            Refused.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Refused.codec(), opts);
            }
            Refused.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Refused.codec(), opts);
            }
            Refused.stream = stream;
        })(Refused = JoinAnswer.Refused || (JoinAnswer.Refused = {}));
        let Unavailable;
        (function (Unavailable) {
            let _codec;
            Unavailable.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.reason != null) {
                            w.uint32(8);
                            raftpad.JoinUnavailable.codec().encode(obj.reason, w);
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.reason = raftpad.JoinUnavailable.codec().decode(reader);
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.reason`,
                                        value: raftpad.JoinUnavailable.codec().decode(reader)
                                    };
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Unavailable.codec());
            }
            Unavailable.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Unavailable.codec(), opts);
            }
            Unavailable.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Unavailable.codec(), opts);
            }
            Unavailable.stream = stream;
        })(Unavailable = JoinAnswer.Unavailable || (JoinAnswer.Unavailable = {}));
        let _codec;
        JoinAnswer.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    obj = { ...obj };
                    if (obj.removed != null) {
                        obj.unavailable = undefined;
                        obj.refused = undefined;
                        obj.approved = undefined;
                    }
                    if (obj.unavailable != null) {
                        obj.removed = undefined;
                        obj.refused = undefined;
                        obj.approved = undefined;
                    }
                    if (obj.refused != null) {
                        obj.removed = undefined;
                        obj.unavailable = undefined;
                        obj.approved = undefined;
                    }
                    if (obj.approved != null) {
                        obj.removed = undefined;
                        obj.unavailable = undefined;
                        obj.refused = undefined;
                    }
                    if (obj.approved != null) {
                        w.uint32(10);
                        raftpad.JoinAnswer.Approved.codec().encode(obj.approved, w);
                    }
                    if (obj.refused != null) {
                        w.uint32(18);
                        raftpad.JoinAnswer.Refused.codec().encode(obj.refused, w);
                    }
                    if (obj.unavailable != null) {
                        w.uint32(26);
                        raftpad.JoinAnswer.Unavailable.codec().encode(obj.unavailable, w);
                    }
                    if (obj.removed != null) {
                        w.uint32(34);
                        raftpad.Removed.codec().encode(obj.removed, w);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.approved = raftpad.JoinAnswer.Approved.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.approved
                                });
                                break;
                            }
                            case 2: {
                                obj.refused = raftpad.JoinAnswer.Refused.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.refused
                                });
                                break;
                            }
                            case 3: {
                                obj.unavailable = raftpad.JoinAnswer.Unavailable.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.unavailable
                                });
                                break;
                            }
                            case 4: {
                                obj.removed = raftpad.Removed.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.removed
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    if (obj.removed != null) {
                        delete obj.unavailable;
                        delete obj.refused;
                        delete obj.approved;
                    }
                    if (obj.unavailable != null) {
                        delete obj.removed;
                        delete obj.refused;
                        delete obj.approved;
                    }
                    if (obj.refused != null) {
                        delete obj.removed;
                        delete obj.unavailable;
                        delete obj.approved;
                    }
                    if (obj.approved != null) {
                        delete obj.removed;
                        delete obj.unavailable;
                        delete obj.refused;
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield* raftpad.JoinAnswer.Approved.codec().stream(reader, reader.uint32(), `${prefix}.approved`, {
                                    limits: opts.limits?.approved
                                });
                                break;
                            }
                            case 2: {
                                yield* raftpad.JoinAnswer.Refused.codec().stream(reader, reader.uint32(), `${prefix}.refused`, {
                                    limits: opts.limits?.refused
                                });
                                break;
                            }
                            case 3: {
                                yield* raftpad.JoinAnswer.Unavailable.codec().stream(reader, reader.uint32(), `${prefix}.unavailable`, {
                                    limits: opts.limits?.unavailable
                                });
                                break;
                            }
                            case 4: {
                                yield* raftpad.Removed.codec().stream(reader, reader.uint32(), `${prefix}.removed`, {
                                    limits: opts.limits?.removed
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, JoinAnswer.codec());
        }
        JoinAnswer.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, JoinAnswer.codec(), opts);
        }
        JoinAnswer.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, JoinAnswer.codec(), opts);
        }
        JoinAnswer.stream = stream;
    })(JoinAnswer = raftpad.JoinAnswer || (raftpad.JoinAnswer = {}));
    let InviteAsk;
    (function (InviteAsk) {
        let Hello;
        (function (Hello) {
            let _codec;
            Hello.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.invite != null) {
                            w.uint32(10);
                            w.bytes(obj.invite);
                        }
                        if (obj.nonce != null) {
                            w.uint32(18);
                            w.bytes(obj.nonce);
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.invite = reader.bytes();
                                    break;
                                }
                                case 2: {
                                    obj.nonce = reader.bytes();
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.invite`,
                                        value: reader.bytes()
                                    };
                                    break;
                                }
                                case 2: {
                                    yield {
                                        field: `${prefix}.nonce`,
                                        value: reader.bytes()
                                    };
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Hello.codec());
            }
            Hello.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Hello.codec(), opts);
            }
            Hello.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Hello.codec(), opts);
            }
            Hello.stream = stream;
        })(Hello = InviteAsk.Hello || (InviteAsk.Hello = {}));
        let Proof;
        (function (Proof) {
            let _codec;
            Proof.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.signature != null) {
                            w.uint32(10);
                            w.bytes(obj.signature);
                        }
                        if (obj.name != null) {
                            w.uint32(18);
                            w.string(obj.name);
                        }
                        if (obj.addresses != null && obj.addresses.length > 0) {
                            for (const value of obj.addresses) {
                                w.uint32(26);
                                w.string(value);
                            }
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {
                            addresses: []
                        };
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.signature = reader.bytes();
                                    break;
                                }
                                case 2: {
                                    obj.name = reader.string();
                                    break;
                                }
                                case 3: {
                                    if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                                        throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements');
                                    }
                                    obj.addresses.push(reader.string());
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const obj = {
                            addresses: 0
                        };
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.signature`,
                                        value: reader.bytes()
                                    };
                                    break;
                                }
                                case 2: {
                                    yield {
                                        field: `${prefix}.name`,
                                        value: reader.string()
                                    };
                                    break;
                                }
                                case 3: {
                                    if (opts.limits?.addresses != null && obj.addresses === opts.limits.addresses) {
                                        throw new MaxLengthError('Streaming decode error - repeated field "addresses" had too many elements');
                                    }
                                    yield {
                                        field: `${prefix}.addresses[]`,
                                        index: obj.addresses,
                                        value: reader.string()
                                    };
                                    obj.addresses++;
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Proof.codec());
            }
            Proof.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Proof.codec(), opts);
            }
            Proof.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Proof.codec(), opts);
            }
            Proof.stream = stream;
        })(Proof = InviteAsk.Proof || (InviteAsk.Proof = {}));
        let _codec;
        InviteAsk.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    obj = { ...obj };
                    if (obj.proof != null) {
                        obj.hello = undefined;
                    }
                    if (obj.hello != null) {
                        obj.proof = undefined;
                    }
                    if (obj.hello != null) {
                        w.uint32(10);
                        raftpad.InviteAsk.Hello.codec().encode(obj.hello, w);
                    }
                    if (obj.proof != null) {
                        w.uint32(18);
                        raftpad.InviteAsk.Proof.codec().encode(obj.proof, w);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.hello = raftpad.InviteAsk.Hello.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.hello
                                });
                                break;
                            }
                            case 2: {
                                obj.proof = raftpad.InviteAsk.Proof.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.proof
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    if (obj.proof != null) {
                        delete obj.hello;
                    }
                    if (obj.hello != null) {
                        delete obj.proof;
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield* raftpad.InviteAsk.Hello.codec().stream(reader, reader.uint32(), `${prefix}.hello`, {
                                    limits: opts.limits?.hello
                                });
                                break;
                            }
                            case 2: {
                                yield* raftpad.InviteAsk.Proof.codec().stream(reader, reader.uint32(), `${prefix}.proof`, {
                                    limits: opts.limits?.proof
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, InviteAsk.codec());
        }
        InviteAsk.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, InviteAsk.codec(), opts);
        }
        InviteAsk.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, InviteAsk.codec(), opts);
        }
        InviteAsk.stream = stream;
    })(InviteAsk = raftpad.InviteAsk || (raftpad.InviteAsk = {}));
    let InviteRefusal;
    (function (InviteRefusal) {
        InviteRefusal["INVITE_REFUSAL_UNSPECIFIED"] = "INVITE_REFUSAL_UNSPECIFIED";
        InviteRefusal["INVITE_BUSY"] = "INVITE_BUSY";
        InviteRefusal["INVITE_EXPIRED"] = "INVITE_EXPIRED";
        InviteRefusal["INVITE_USED"] = "INVITE_USED";
        InviteRefusal["INVITE_REVOKED"] = "INVITE_REVOKED";
        InviteRefusal["INVITE_NO_MAJORITY"] = "INVITE_NO_MAJORITY";
        InviteRefusal["INVITE_CLUSTER_FULL"] = "INVITE_CLUSTER_FULL";
    })(InviteRefusal = raftpad.InviteRefusal || (raftpad.InviteRefusal = {}));
    let __InviteRefusalValues;
    (function (__InviteRefusalValues) {
        __InviteRefusalValues[__InviteRefusalValues["INVITE_REFUSAL_UNSPECIFIED"] = 0] = "INVITE_REFUSAL_UNSPECIFIED";
        __InviteRefusalValues[__InviteRefusalValues["INVITE_BUSY"] = 1] = "INVITE_BUSY";
        __InviteRefusalValues[__InviteRefusalValues["INVITE_EXPIRED"] = 2] = "INVITE_EXPIRED";
        __InviteRefusalValues[__InviteRefusalValues["INVITE_USED"] = 3] = "INVITE_USED";
        __InviteRefusalValues[__InviteRefusalValues["INVITE_REVOKED"] = 4] = "INVITE_REVOKED";
        __InviteRefusalValues[__InviteRefusalValues["INVITE_NO_MAJORITY"] = 5] = "INVITE_NO_MAJORITY";
        __InviteRefusalValues[__InviteRefusalValues["INVITE_CLUSTER_FULL"] = 6] = "INVITE_CLUSTER_FULL";
    })(__InviteRefusalValues || (__InviteRefusalValues = {}));
    (function (InviteRefusal) {
        InviteRefusal.codec = () => {
            return enumeration(__InviteRefusalValues);
        };
    })(InviteRefusal = raftpad.InviteRefusal || (raftpad.InviteRefusal = {}));
    let InviteReply;
    (function (InviteReply) {
        let Challenge;
        (function (Challenge) {
            let _codec;
            Challenge.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.nonce != null) {
                            w.uint32(10);
                            w.bytes(obj.nonce);
                        }
                        if (obj.proof != null) {
                            w.uint32(18);
                            w.bytes(obj.proof);
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.nonce = reader.bytes();
                                    break;
                                }
                                case 2: {
                                    obj.proof = reader.bytes();
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.nonce`,
                                        value: reader.bytes()
                                    };
                                    break;
                                }
                                case 2: {
                                    yield {
                                        field: `${prefix}.proof`,
                                        value: reader.bytes()
                                    };
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Challenge.codec());
            }
            Challenge.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Challenge.codec(), opts);
            }
            Challenge.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Challenge.codec(), opts);
            }
            Challenge.stream = stream;
        })(Challenge = InviteReply.Challenge || (InviteReply.Challenge = {}));
        let Refused;
        (function (Refused) {
            let _codec;
            Refused.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.reason != null) {
                            w.uint32(8);
                            raftpad.InviteRefusal.codec().encode(obj.reason, w);
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.reason = raftpad.InviteRefusal.codec().decode(reader);
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.reason`,
                                        value: raftpad.InviteRefusal.codec().decode(reader)
                                    };
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Refused.codec());
            }
            Refused.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Refused.codec(), opts);
            }
            Refused.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Refused.codec(), opts);
            }
            Refused.stream = stream;
        })(Refused = InviteReply.Refused || (InviteReply.Refused = {}));
        let _codec;
        InviteReply.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    obj = { ...obj };
                    if (obj.answer != null) {
                        obj.refused = undefined;
                        obj.challenge = undefined;
                    }
                    if (obj.refused != null) {
                        obj.answer = undefined;
                        obj.challenge = undefined;
                    }
                    if (obj.challenge != null) {
                        obj.answer = undefined;
                        obj.refused = undefined;
                    }
                    if (obj.challenge != null) {
                        w.uint32(10);
                        raftpad.InviteReply.Challenge.codec().encode(obj.challenge, w);
                    }
                    if (obj.refused != null) {
                        w.uint32(18);
                        raftpad.InviteReply.Refused.codec().encode(obj.refused, w);
                    }
                    if (obj.answer != null) {
                        w.uint32(26);
                        w.bytes(obj.answer);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.challenge = raftpad.InviteReply.Challenge.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.challenge
                                });
                                break;
                            }
                            case 2: {
                                obj.refused = raftpad.InviteReply.Refused.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.refused
                                });
                                break;
                            }
                            case 3: {
                                obj.answer = reader.bytes();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    if (obj.answer != null) {
                        delete obj.refused;
                        delete obj.challenge;
                    }
                    if (obj.refused != null) {
                        delete obj.answer;
                        delete obj.challenge;
                    }
                    if (obj.challenge != null) {
                        delete obj.answer;
                        delete obj.refused;
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield* raftpad.InviteReply.Challenge.codec().stream(reader, reader.uint32(), `${prefix}.challenge`, {
                                    limits: opts.limits?.challenge
                                });
                                break;
                            }
                            case 2: {
                                yield* raftpad.InviteReply.Refused.codec().stream(reader, reader.uint32(), `${prefix}.refused`, {
                                    limits: opts.limits?.refused
                                });
                                break;
                            }
                            case 3: {
                                yield {
                                    field: `${prefix}.answer`,
                                    value: reader.bytes()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, InviteReply.codec());
        }
        InviteReply.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, InviteReply.codec(), opts);
        }
        InviteReply.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, InviteReply.codec(), opts);
        }
        InviteReply.stream = stream;
    })(InviteReply = raftpad.InviteReply || (raftpad.InviteReply = {}));
    let InviteLink;
    (function (InviteLink) {
        let Laptop;
        (function (Laptop) {
            let _codec;
            Laptop.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.publicKey != null) {
                            w.uint32(10);
                            w.bytes(obj.publicKey);
                        }
                        if (obj.name != null) {
                            w.uint32(18);
                            w.string(obj.name);
                        }
                        if (obj.addresses != null && obj.addresses.length > 0) {
                            for (const value of obj.addresses) {
                                w.uint32(26);
                                w.bytes(value);
                            }
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {
                            addresses: []
                        };
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.publicKey = reader.bytes();
                                    break;
                                }
                                case 2: {
                                    obj.name = reader.string();
                                    break;
                                }
                                case 3: {
                                    if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                                        throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements');
                                    }
                                    obj.addresses.push(reader.bytes());
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const obj = {
                            addresses: 0
                        };
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.publicKey`,
                                        value: reader.bytes()
                                    };
                                    break;
                                }
                                case 2: {
                                    yield {
                                        field: `${prefix}.name`,
                                        value: reader.string()
                                    };
                                    break;
                                }
                                case 3: {
                                    if (opts.limits?.addresses != null && obj.addresses === opts.limits.addresses) {
                                        throw new MaxLengthError('Streaming decode error - repeated field "addresses" had too many elements');
                                    }
                                    yield {
                                        field: `${prefix}.addresses[]`,
                                        index: obj.addresses,
                                        value: reader.bytes()
                                    };
                                    obj.addresses++;
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Laptop.codec());
            }
            Laptop.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Laptop.codec(), opts);
            }
            Laptop.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Laptop.codec(), opts);
            }
            Laptop.stream = stream;
        })(Laptop = InviteLink.Laptop || (InviteLink.Laptop = {}));
        let _codec;
        InviteLink.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.clusterId != null) {
                        w.uint32(10);
                        w.bytes(obj.clusterId);
                    }
                    if (obj.clusterName != null) {
                        w.uint32(18);
                        w.string(obj.clusterName);
                    }
                    if (obj.secret != null) {
                        w.uint32(26);
                        w.bytes(obj.secret);
                    }
                    if (obj.expiresAtS != null) {
                        w.uint32(32);
                        w.uint64Number(obj.expiresAtS);
                    }
                    if (obj.inviter != null) {
                        w.uint32(42);
                        raftpad.InviteLink.Laptop.codec().encode(obj.inviter, w);
                    }
                    if (obj.others != null && obj.others.length > 0) {
                        for (const value of obj.others) {
                            w.uint32(50);
                            raftpad.InviteLink.Laptop.codec().encode(value, w);
                        }
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {
                        others: []
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.clusterId = reader.bytes();
                                break;
                            }
                            case 2: {
                                obj.clusterName = reader.string();
                                break;
                            }
                            case 3: {
                                obj.secret = reader.bytes();
                                break;
                            }
                            case 4: {
                                obj.expiresAtS = reader.uint64Number();
                                break;
                            }
                            case 5: {
                                obj.inviter = raftpad.InviteLink.Laptop.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.inviter
                                });
                                break;
                            }
                            case 6: {
                                if (opts.limits?.others != null && obj.others.length === opts.limits.others) {
                                    throw new MaxLengthError('Decode error - repeated field "others" had too many elements');
                                }
                                obj.others.push(raftpad.InviteLink.Laptop.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.others$
                                }));
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const obj = {
                        others: 0
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.clusterId`,
                                    value: reader.bytes()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.clusterName`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 3: {
                                yield {
                                    field: `${prefix}.secret`,
                                    value: reader.bytes()
                                };
                                break;
                            }
                            case 4: {
                                yield {
                                    field: `${prefix}.expiresAtS`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 5: {
                                yield* raftpad.InviteLink.Laptop.codec().stream(reader, reader.uint32(), `${prefix}.inviter`, {
                                    limits: opts.limits?.inviter
                                });
                                break;
                            }
                            case 6: {
                                if (opts.limits?.others != null && obj.others === opts.limits.others) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "others" had too many elements');
                                }
                                for (const evt of raftpad.InviteLink.Laptop.codec().stream(reader, reader.uint32(), `${prefix}.others[]`, {
                                    limits: opts.limits?.others$
                                })) {
                                    yield {
                                        ...evt,
                                        index: obj.others
                                    };
                                }
                                obj.others++;
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, InviteLink.codec());
        }
        InviteLink.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, InviteLink.codec(), opts);
        }
        InviteLink.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, InviteLink.codec(), opts);
        }
        InviteLink.stream = stream;
    })(InviteLink = raftpad.InviteLink || (raftpad.InviteLink = {}));
    let InviteState;
    (function (InviteState) {
        InviteState["INVITE_STATE_UNSPECIFIED"] = "INVITE_STATE_UNSPECIFIED";
        InviteState["INVITE_OPEN"] = "INVITE_OPEN";
        InviteState["INVITE_CLAIMED"] = "INVITE_CLAIMED";
        InviteState["INVITE_WAS_USED"] = "INVITE_WAS_USED";
        InviteState["INVITE_WAS_REVOKED"] = "INVITE_WAS_REVOKED";
    })(InviteState = raftpad.InviteState || (raftpad.InviteState = {}));
    let __InviteStateValues;
    (function (__InviteStateValues) {
        __InviteStateValues[__InviteStateValues["INVITE_STATE_UNSPECIFIED"] = 0] = "INVITE_STATE_UNSPECIFIED";
        __InviteStateValues[__InviteStateValues["INVITE_OPEN"] = 1] = "INVITE_OPEN";
        __InviteStateValues[__InviteStateValues["INVITE_CLAIMED"] = 2] = "INVITE_CLAIMED";
        __InviteStateValues[__InviteStateValues["INVITE_WAS_USED"] = 3] = "INVITE_WAS_USED";
        __InviteStateValues[__InviteStateValues["INVITE_WAS_REVOKED"] = 4] = "INVITE_WAS_REVOKED";
    })(__InviteStateValues || (__InviteStateValues = {}));
    (function (InviteState) {
        InviteState.codec = () => {
            return enumeration(__InviteStateValues);
        };
    })(InviteState = raftpad.InviteState || (raftpad.InviteState = {}));
    let InviteList;
    (function (InviteList) {
        let Invite;
        (function (Invite) {
            let _codec;
            Invite.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.publicKey != null) {
                            w.uint32(10);
                            w.bytes(obj.publicKey);
                        }
                        if (obj.inviter != null) {
                            w.uint32(18);
                            w.string(obj.inviter);
                        }
                        if (obj.createdAtMs != null) {
                            w.uint32(24);
                            w.uint64Number(obj.createdAtMs);
                        }
                        if (obj.expiresAtMs != null) {
                            w.uint32(32);
                            w.uint64Number(obj.expiresAtMs);
                        }
                        if (obj.state != null) {
                            w.uint32(40);
                            raftpad.InviteState.codec().encode(obj.state, w);
                        }
                        if (obj.member != null) {
                            w.uint32(50);
                            w.string(obj.member);
                        }
                        if (obj.atMs != null) {
                            w.uint32(56);
                            w.uint64Number(obj.atMs);
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.publicKey = reader.bytes();
                                    break;
                                }
                                case 2: {
                                    obj.inviter = reader.string();
                                    break;
                                }
                                case 3: {
                                    obj.createdAtMs = reader.uint64Number();
                                    break;
                                }
                                case 4: {
                                    obj.expiresAtMs = reader.uint64Number();
                                    break;
                                }
                                case 5: {
                                    obj.state = raftpad.InviteState.codec().decode(reader);
                                    break;
                                }
                                case 6: {
                                    obj.member = reader.string();
                                    break;
                                }
                                case 7: {
                                    obj.atMs = reader.uint64Number();
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.publicKey`,
                                        value: reader.bytes()
                                    };
                                    break;
                                }
                                case 2: {
                                    yield {
                                        field: `${prefix}.inviter`,
                                        value: reader.string()
                                    };
                                    break;
                                }
                                case 3: {
                                    yield {
                                        field: `${prefix}.createdAtMs`,
                                        value: reader.uint64Number()
                                    };
                                    break;
                                }
                                case 4: {
                                    yield {
                                        field: `${prefix}.expiresAtMs`,
                                        value: reader.uint64Number()
                                    };
                                    break;
                                }
                                case 5: {
                                    yield {
                                        field: `${prefix}.state`,
                                        value: raftpad.InviteState.codec().decode(reader)
                                    };
                                    break;
                                }
                                case 6: {
                                    yield {
                                        field: `${prefix}.member`,
                                        value: reader.string()
                                    };
                                    break;
                                }
                                case 7: {
                                    yield {
                                        field: `${prefix}.atMs`,
                                        value: reader.uint64Number()
                                    };
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Invite.codec());
            }
            Invite.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Invite.codec(), opts);
            }
            Invite.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Invite.codec(), opts);
            }
            Invite.stream = stream;
        })(Invite = InviteList.Invite || (InviteList.Invite = {}));
        let _codec;
        InviteList.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.clusterId != null) {
                        w.uint32(10);
                        w.string(obj.clusterId);
                    }
                    if (obj.invites != null && obj.invites.length > 0) {
                        for (const value of obj.invites) {
                            w.uint32(18);
                            raftpad.InviteList.Invite.codec().encode(value, w);
                        }
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {
                        invites: []
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.clusterId = reader.string();
                                break;
                            }
                            case 2: {
                                if (opts.limits?.invites != null && obj.invites.length === opts.limits.invites) {
                                    throw new MaxLengthError('Decode error - repeated field "invites" had too many elements');
                                }
                                obj.invites.push(raftpad.InviteList.Invite.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.invites$
                                }));
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const obj = {
                        invites: 0
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.clusterId`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 2: {
                                if (opts.limits?.invites != null && obj.invites === opts.limits.invites) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "invites" had too many elements');
                                }
                                for (const evt of raftpad.InviteList.Invite.codec().stream(reader, reader.uint32(), `${prefix}.invites[]`, {
                                    limits: opts.limits?.invites$
                                })) {
                                    yield {
                                        ...evt,
                                        index: obj.invites
                                    };
                                }
                                obj.invites++;
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, InviteList.codec());
        }
        InviteList.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, InviteList.codec(), opts);
        }
        InviteList.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, InviteList.codec(), opts);
        }
        InviteList.stream = stream;
    })(InviteList = raftpad.InviteList || (raftpad.InviteList = {}));
    let SnapshotTransfer;
    (function (SnapshotTransfer) {
        let _codec;
        SnapshotTransfer.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.session != null) {
                        w.uint32(8);
                        w.uint64Number(obj.session);
                    }
                    if (obj.index != null) {
                        w.uint32(16);
                        w.uint64Number(obj.index);
                    }
                    if (obj.term != null) {
                        w.uint32(24);
                        w.uint64Number(obj.term);
                    }
                    if (obj.totalBytes != null) {
                        w.uint32(32);
                        w.uint64Number(obj.totalBytes);
                    }
                    if (obj.check != null) {
                        w.uint32(40);
                        w.uint64Number(obj.check);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.session = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.index = reader.uint64Number();
                                break;
                            }
                            case 3: {
                                obj.term = reader.uint64Number();
                                break;
                            }
                            case 4: {
                                obj.totalBytes = reader.uint64Number();
                                break;
                            }
                            case 5: {
                                obj.check = reader.uint64Number();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.session`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.index`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 3: {
                                yield {
                                    field: `${prefix}.term`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 4: {
                                yield {
                                    field: `${prefix}.totalBytes`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 5: {
                                yield {
                                    field: `${prefix}.check`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, SnapshotTransfer.codec());
        }
        SnapshotTransfer.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, SnapshotTransfer.codec(), opts);
        }
        SnapshotTransfer.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, SnapshotTransfer.codec(), opts);
        }
        SnapshotTransfer.stream = stream;
    })(SnapshotTransfer = raftpad.SnapshotTransfer || (raftpad.SnapshotTransfer = {}));
    let SnapshotAnswer;
    (function (SnapshotAnswer) {
        let Accepted;
        (function (Accepted) {
            let _codec;
            Accepted.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.offset != null) {
                            w.uint32(8);
                            w.uint64Number(obj.offset);
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.offset = reader.uint64Number();
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.offset`,
                                        value: reader.uint64Number()
                                    };
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Accepted.codec());
            }
            Accepted.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Accepted.codec(), opts);
            }
            Accepted.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Accepted.codec(), opts);
            }
            Accepted.stream = stream;
        })(Accepted = SnapshotAnswer.Accepted || (SnapshotAnswer.Accepted = {}));
        let Written;
        (function (Written) {
            let _codec;
            Written.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.offset != null) {
                            w.uint32(8);
                            w.uint64Number(obj.offset);
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.offset = reader.uint64Number();
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.offset`,
                                        value: reader.uint64Number()
                                    };
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Written.codec());
            }
            Written.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Written.codec(), opts);
            }
            Written.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Written.codec(), opts);
            }
            Written.stream = stream;
        })(Written = SnapshotAnswer.Written || (SnapshotAnswer.Written = {}));
        let Finished;
        (function (Finished) {
            let _codec;
            Finished.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Finished.codec());
            }
            Finished.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Finished.codec(), opts);
            }
            Finished.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Finished.codec(), opts);
            }
            Finished.stream = stream;
        })(Finished = SnapshotAnswer.Finished || (SnapshotAnswer.Finished = {}));
        let Refused;
        (function (Refused) {
            let _codec;
            Refused.codec = () => {
                if (_codec == null) {
                    _codec = message((obj, w, opts = {}) => {
                        if (opts.lengthDelimited !== false) {
                            w.fork();
                        }
                        if (obj.reason != null) {
                            w.uint32(10);
                            w.string(obj.reason);
                        }
                        if (opts.lengthDelimited !== false) {
                            w.ldelim();
                        }
                    }, (reader, length, opts = {}) => {
                        const obj = {};
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    obj.reason = reader.string();
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                        return obj;
                    }, function* (reader, length, prefix, opts = {}) {
                        const end = length == null ? reader.len : reader.pos + length;
                        while (reader.pos < end) {
                            const tag = reader.uint32();
                            switch (tag >>> 3) {
                                case 1: {
                                    yield {
                                        field: `${prefix}.reason`,
                                        value: reader.string()
                                    };
                                    break;
                                }
                                default: {
                                    reader.skipType(tag & 7);
                                    break;
                                }
                            }
                        }
                    });
                }
                return _codec;
            };
            function encode(obj) {
                return encodeMessage(obj, Refused.codec());
            }
            Refused.encode = encode;
            function decode(buf, opts) {
                return decodeMessage(buf, Refused.codec(), opts);
            }
            Refused.decode = decode;
            function stream(buf, opts) {
                return streamMessage(buf, Refused.codec(), opts);
            }
            Refused.stream = stream;
        })(Refused = SnapshotAnswer.Refused || (SnapshotAnswer.Refused = {}));
        let _codec;
        SnapshotAnswer.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    obj = { ...obj };
                    if (obj.refused != null) {
                        obj.finished = undefined;
                        obj.written = undefined;
                        obj.accepted = undefined;
                    }
                    if (obj.finished != null) {
                        obj.refused = undefined;
                        obj.written = undefined;
                        obj.accepted = undefined;
                    }
                    if (obj.written != null) {
                        obj.refused = undefined;
                        obj.finished = undefined;
                        obj.accepted = undefined;
                    }
                    if (obj.accepted != null) {
                        obj.refused = undefined;
                        obj.finished = undefined;
                        obj.written = undefined;
                    }
                    if (obj.accepted != null) {
                        w.uint32(10);
                        raftpad.SnapshotAnswer.Accepted.codec().encode(obj.accepted, w);
                    }
                    if (obj.written != null) {
                        w.uint32(18);
                        raftpad.SnapshotAnswer.Written.codec().encode(obj.written, w);
                    }
                    if (obj.finished != null) {
                        w.uint32(26);
                        raftpad.SnapshotAnswer.Finished.codec().encode(obj.finished, w);
                    }
                    if (obj.refused != null) {
                        w.uint32(34);
                        raftpad.SnapshotAnswer.Refused.codec().encode(obj.refused, w);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.accepted = raftpad.SnapshotAnswer.Accepted.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.accepted
                                });
                                break;
                            }
                            case 2: {
                                obj.written = raftpad.SnapshotAnswer.Written.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.written
                                });
                                break;
                            }
                            case 3: {
                                obj.finished = raftpad.SnapshotAnswer.Finished.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.finished
                                });
                                break;
                            }
                            case 4: {
                                obj.refused = raftpad.SnapshotAnswer.Refused.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.refused
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    if (obj.refused != null) {
                        delete obj.finished;
                        delete obj.written;
                        delete obj.accepted;
                    }
                    if (obj.finished != null) {
                        delete obj.refused;
                        delete obj.written;
                        delete obj.accepted;
                    }
                    if (obj.written != null) {
                        delete obj.refused;
                        delete obj.finished;
                        delete obj.accepted;
                    }
                    if (obj.accepted != null) {
                        delete obj.refused;
                        delete obj.finished;
                        delete obj.written;
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield* raftpad.SnapshotAnswer.Accepted.codec().stream(reader, reader.uint32(), `${prefix}.accepted`, {
                                    limits: opts.limits?.accepted
                                });
                                break;
                            }
                            case 2: {
                                yield* raftpad.SnapshotAnswer.Written.codec().stream(reader, reader.uint32(), `${prefix}.written`, {
                                    limits: opts.limits?.written
                                });
                                break;
                            }
                            case 3: {
                                yield* raftpad.SnapshotAnswer.Finished.codec().stream(reader, reader.uint32(), `${prefix}.finished`, {
                                    limits: opts.limits?.finished
                                });
                                break;
                            }
                            case 4: {
                                yield* raftpad.SnapshotAnswer.Refused.codec().stream(reader, reader.uint32(), `${prefix}.refused`, {
                                    limits: opts.limits?.refused
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, SnapshotAnswer.codec());
        }
        SnapshotAnswer.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, SnapshotAnswer.codec(), opts);
        }
        SnapshotAnswer.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, SnapshotAnswer.codec(), opts);
        }
        SnapshotAnswer.stream = stream;
    })(SnapshotAnswer = raftpad.SnapshotAnswer || (raftpad.SnapshotAnswer = {}));
    let ReachAsk;
    (function (ReachAsk) {
        let _codec;
        ReachAsk.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.port != null) {
                        w.uint32(8);
                        w.uint64Number(obj.port);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.port = reader.uint64Number();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.port`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, ReachAsk.codec());
        }
        ReachAsk.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, ReachAsk.codec(), opts);
        }
        ReachAsk.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, ReachAsk.codec(), opts);
        }
        ReachAsk.stream = stream;
    })(ReachAsk = raftpad.ReachAsk || (raftpad.ReachAsk = {}));
    let ReachOutcome;
    (function (ReachOutcome) {
        ReachOutcome["REACH_UNSPECIFIED"] = "REACH_UNSPECIFIED";
        ReachOutcome["REACH_CONNECTED"] = "REACH_CONNECTED";
        ReachOutcome["REACH_REFUSED"] = "REACH_REFUSED";
        ReachOutcome["REACH_NO_ANSWER"] = "REACH_NO_ANSWER";
        ReachOutcome["REACH_NO_ROUTE"] = "REACH_NO_ROUTE";
        ReachOutcome["REACH_NOT_ALLOWED"] = "REACH_NOT_ALLOWED";
        ReachOutcome["REACH_FAILED"] = "REACH_FAILED";
        ReachOutcome["REACH_OTHER_PEER"] = "REACH_OTHER_PEER";
        ReachOutcome["REACH_BUSY"] = "REACH_BUSY";
    })(ReachOutcome = raftpad.ReachOutcome || (raftpad.ReachOutcome = {}));
    let __ReachOutcomeValues;
    (function (__ReachOutcomeValues) {
        __ReachOutcomeValues[__ReachOutcomeValues["REACH_UNSPECIFIED"] = 0] = "REACH_UNSPECIFIED";
        __ReachOutcomeValues[__ReachOutcomeValues["REACH_CONNECTED"] = 1] = "REACH_CONNECTED";
        __ReachOutcomeValues[__ReachOutcomeValues["REACH_REFUSED"] = 2] = "REACH_REFUSED";
        __ReachOutcomeValues[__ReachOutcomeValues["REACH_NO_ANSWER"] = 3] = "REACH_NO_ANSWER";
        __ReachOutcomeValues[__ReachOutcomeValues["REACH_NO_ROUTE"] = 4] = "REACH_NO_ROUTE";
        __ReachOutcomeValues[__ReachOutcomeValues["REACH_NOT_ALLOWED"] = 5] = "REACH_NOT_ALLOWED";
        __ReachOutcomeValues[__ReachOutcomeValues["REACH_FAILED"] = 6] = "REACH_FAILED";
        __ReachOutcomeValues[__ReachOutcomeValues["REACH_OTHER_PEER"] = 7] = "REACH_OTHER_PEER";
        __ReachOutcomeValues[__ReachOutcomeValues["REACH_BUSY"] = 8] = "REACH_BUSY";
    })(__ReachOutcomeValues || (__ReachOutcomeValues = {}));
    (function (ReachOutcome) {
        ReachOutcome.codec = () => {
            return enumeration(__ReachOutcomeValues);
        };
    })(ReachOutcome = raftpad.ReachOutcome || (raftpad.ReachOutcome = {}));
    let ReachAnswer;
    (function (ReachAnswer) {
        let _codec;
        ReachAnswer.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.outcome != null) {
                        w.uint32(8);
                        raftpad.ReachOutcome.codec().encode(obj.outcome, w);
                    }
                    if (obj.tookMs != null) {
                        w.uint32(16);
                        w.uint64Number(obj.tookMs);
                    }
                    if (obj.host != null) {
                        w.uint32(26);
                        w.string(obj.host);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.outcome = raftpad.ReachOutcome.codec().decode(reader);
                                break;
                            }
                            case 2: {
                                obj.tookMs = reader.uint64Number();
                                break;
                            }
                            case 3: {
                                obj.host = reader.string();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.outcome`,
                                    value: raftpad.ReachOutcome.codec().decode(reader)
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.tookMs`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 3: {
                                yield {
                                    field: `${prefix}.host`,
                                    value: reader.string()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, ReachAnswer.codec());
        }
        ReachAnswer.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, ReachAnswer.codec(), opts);
        }
        ReachAnswer.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, ReachAnswer.codec(), opts);
        }
        ReachAnswer.stream = stream;
    })(ReachAnswer = raftpad.ReachAnswer || (raftpad.ReachAnswer = {}));
    let CommandEnvelope;
    (function (CommandEnvelope) {
        let _codec;
        CommandEnvelope.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.version != null) {
                        w.uint32(8);
                        w.uint64Number(obj.version);
                    }
                    if (obj.body != null) {
                        w.uint32(18);
                        w.bytes(obj.body);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.version = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.body = reader.bytes();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.version`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.body`,
                                    value: reader.bytes()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, CommandEnvelope.codec());
        }
        CommandEnvelope.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, CommandEnvelope.codec(), opts);
        }
        CommandEnvelope.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, CommandEnvelope.codec(), opts);
        }
        CommandEnvelope.stream = stream;
    })(CommandEnvelope = raftpad.CommandEnvelope || (raftpad.CommandEnvelope = {}));
    let Command;
    (function (Command) {
        let _codec;
        Command.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    obj = { ...obj };
                    if (obj.digestReport != null) {
                        obj.digestMark = undefined;
                        obj.nameCluster = undefined;
                        obj.introduceMember = undefined;
                        obj.compareAndSetRegister = undefined;
                        obj.setRegister = undefined;
                        obj.editNote = undefined;
                        obj.deleteNote = undefined;
                        obj.renameNote = undefined;
                        obj.createNote = undefined;
                    }
                    if (obj.digestMark != null) {
                        obj.digestReport = undefined;
                        obj.nameCluster = undefined;
                        obj.introduceMember = undefined;
                        obj.compareAndSetRegister = undefined;
                        obj.setRegister = undefined;
                        obj.editNote = undefined;
                        obj.deleteNote = undefined;
                        obj.renameNote = undefined;
                        obj.createNote = undefined;
                    }
                    if (obj.nameCluster != null) {
                        obj.digestReport = undefined;
                        obj.digestMark = undefined;
                        obj.introduceMember = undefined;
                        obj.compareAndSetRegister = undefined;
                        obj.setRegister = undefined;
                        obj.editNote = undefined;
                        obj.deleteNote = undefined;
                        obj.renameNote = undefined;
                        obj.createNote = undefined;
                    }
                    if (obj.introduceMember != null) {
                        obj.digestReport = undefined;
                        obj.digestMark = undefined;
                        obj.nameCluster = undefined;
                        obj.compareAndSetRegister = undefined;
                        obj.setRegister = undefined;
                        obj.editNote = undefined;
                        obj.deleteNote = undefined;
                        obj.renameNote = undefined;
                        obj.createNote = undefined;
                    }
                    if (obj.compareAndSetRegister != null) {
                        obj.digestReport = undefined;
                        obj.digestMark = undefined;
                        obj.nameCluster = undefined;
                        obj.introduceMember = undefined;
                        obj.setRegister = undefined;
                        obj.editNote = undefined;
                        obj.deleteNote = undefined;
                        obj.renameNote = undefined;
                        obj.createNote = undefined;
                    }
                    if (obj.setRegister != null) {
                        obj.digestReport = undefined;
                        obj.digestMark = undefined;
                        obj.nameCluster = undefined;
                        obj.introduceMember = undefined;
                        obj.compareAndSetRegister = undefined;
                        obj.editNote = undefined;
                        obj.deleteNote = undefined;
                        obj.renameNote = undefined;
                        obj.createNote = undefined;
                    }
                    if (obj.editNote != null) {
                        obj.digestReport = undefined;
                        obj.digestMark = undefined;
                        obj.nameCluster = undefined;
                        obj.introduceMember = undefined;
                        obj.compareAndSetRegister = undefined;
                        obj.setRegister = undefined;
                        obj.deleteNote = undefined;
                        obj.renameNote = undefined;
                        obj.createNote = undefined;
                    }
                    if (obj.deleteNote != null) {
                        obj.digestReport = undefined;
                        obj.digestMark = undefined;
                        obj.nameCluster = undefined;
                        obj.introduceMember = undefined;
                        obj.compareAndSetRegister = undefined;
                        obj.setRegister = undefined;
                        obj.editNote = undefined;
                        obj.renameNote = undefined;
                        obj.createNote = undefined;
                    }
                    if (obj.renameNote != null) {
                        obj.digestReport = undefined;
                        obj.digestMark = undefined;
                        obj.nameCluster = undefined;
                        obj.introduceMember = undefined;
                        obj.compareAndSetRegister = undefined;
                        obj.setRegister = undefined;
                        obj.editNote = undefined;
                        obj.deleteNote = undefined;
                        obj.createNote = undefined;
                    }
                    if (obj.createNote != null) {
                        obj.digestReport = undefined;
                        obj.digestMark = undefined;
                        obj.nameCluster = undefined;
                        obj.introduceMember = undefined;
                        obj.compareAndSetRegister = undefined;
                        obj.setRegister = undefined;
                        obj.editNote = undefined;
                        obj.deleteNote = undefined;
                        obj.renameNote = undefined;
                    }
                    if (obj.createNote != null) {
                        w.uint32(10);
                        raftpad.CreateNote.codec().encode(obj.createNote, w);
                    }
                    if (obj.renameNote != null) {
                        w.uint32(18);
                        raftpad.RenameNote.codec().encode(obj.renameNote, w);
                    }
                    if (obj.deleteNote != null) {
                        w.uint32(26);
                        raftpad.DeleteNote.codec().encode(obj.deleteNote, w);
                    }
                    if (obj.editNote != null) {
                        w.uint32(34);
                        raftpad.EditNote.codec().encode(obj.editNote, w);
                    }
                    if (obj.setRegister != null) {
                        w.uint32(42);
                        raftpad.SetRegister.codec().encode(obj.setRegister, w);
                    }
                    if (obj.compareAndSetRegister != null) {
                        w.uint32(50);
                        raftpad.CompareAndSetRegister.codec().encode(obj.compareAndSetRegister, w);
                    }
                    if (obj.introduceMember != null) {
                        w.uint32(58);
                        raftpad.IntroduceMember.codec().encode(obj.introduceMember, w);
                    }
                    if (obj.nameCluster != null) {
                        w.uint32(66);
                        raftpad.NameCluster.codec().encode(obj.nameCluster, w);
                    }
                    if (obj.digestMark != null) {
                        w.uint32(74);
                        raftpad.DigestMark.codec().encode(obj.digestMark, w);
                    }
                    if (obj.digestReport != null) {
                        w.uint32(82);
                        raftpad.DigestReport.codec().encode(obj.digestReport, w);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.createNote = raftpad.CreateNote.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.createNote
                                });
                                break;
                            }
                            case 2: {
                                obj.renameNote = raftpad.RenameNote.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.renameNote
                                });
                                break;
                            }
                            case 3: {
                                obj.deleteNote = raftpad.DeleteNote.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.deleteNote
                                });
                                break;
                            }
                            case 4: {
                                obj.editNote = raftpad.EditNote.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.editNote
                                });
                                break;
                            }
                            case 5: {
                                obj.setRegister = raftpad.SetRegister.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.setRegister
                                });
                                break;
                            }
                            case 6: {
                                obj.compareAndSetRegister = raftpad.CompareAndSetRegister.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.compareAndSetRegister
                                });
                                break;
                            }
                            case 7: {
                                obj.introduceMember = raftpad.IntroduceMember.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.introduceMember
                                });
                                break;
                            }
                            case 8: {
                                obj.nameCluster = raftpad.NameCluster.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.nameCluster
                                });
                                break;
                            }
                            case 9: {
                                obj.digestMark = raftpad.DigestMark.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.digestMark
                                });
                                break;
                            }
                            case 10: {
                                obj.digestReport = raftpad.DigestReport.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.digestReport
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    if (obj.digestReport != null) {
                        delete obj.digestMark;
                        delete obj.nameCluster;
                        delete obj.introduceMember;
                        delete obj.compareAndSetRegister;
                        delete obj.setRegister;
                        delete obj.editNote;
                        delete obj.deleteNote;
                        delete obj.renameNote;
                        delete obj.createNote;
                    }
                    if (obj.digestMark != null) {
                        delete obj.digestReport;
                        delete obj.nameCluster;
                        delete obj.introduceMember;
                        delete obj.compareAndSetRegister;
                        delete obj.setRegister;
                        delete obj.editNote;
                        delete obj.deleteNote;
                        delete obj.renameNote;
                        delete obj.createNote;
                    }
                    if (obj.nameCluster != null) {
                        delete obj.digestReport;
                        delete obj.digestMark;
                        delete obj.introduceMember;
                        delete obj.compareAndSetRegister;
                        delete obj.setRegister;
                        delete obj.editNote;
                        delete obj.deleteNote;
                        delete obj.renameNote;
                        delete obj.createNote;
                    }
                    if (obj.introduceMember != null) {
                        delete obj.digestReport;
                        delete obj.digestMark;
                        delete obj.nameCluster;
                        delete obj.compareAndSetRegister;
                        delete obj.setRegister;
                        delete obj.editNote;
                        delete obj.deleteNote;
                        delete obj.renameNote;
                        delete obj.createNote;
                    }
                    if (obj.compareAndSetRegister != null) {
                        delete obj.digestReport;
                        delete obj.digestMark;
                        delete obj.nameCluster;
                        delete obj.introduceMember;
                        delete obj.setRegister;
                        delete obj.editNote;
                        delete obj.deleteNote;
                        delete obj.renameNote;
                        delete obj.createNote;
                    }
                    if (obj.setRegister != null) {
                        delete obj.digestReport;
                        delete obj.digestMark;
                        delete obj.nameCluster;
                        delete obj.introduceMember;
                        delete obj.compareAndSetRegister;
                        delete obj.editNote;
                        delete obj.deleteNote;
                        delete obj.renameNote;
                        delete obj.createNote;
                    }
                    if (obj.editNote != null) {
                        delete obj.digestReport;
                        delete obj.digestMark;
                        delete obj.nameCluster;
                        delete obj.introduceMember;
                        delete obj.compareAndSetRegister;
                        delete obj.setRegister;
                        delete obj.deleteNote;
                        delete obj.renameNote;
                        delete obj.createNote;
                    }
                    if (obj.deleteNote != null) {
                        delete obj.digestReport;
                        delete obj.digestMark;
                        delete obj.nameCluster;
                        delete obj.introduceMember;
                        delete obj.compareAndSetRegister;
                        delete obj.setRegister;
                        delete obj.editNote;
                        delete obj.renameNote;
                        delete obj.createNote;
                    }
                    if (obj.renameNote != null) {
                        delete obj.digestReport;
                        delete obj.digestMark;
                        delete obj.nameCluster;
                        delete obj.introduceMember;
                        delete obj.compareAndSetRegister;
                        delete obj.setRegister;
                        delete obj.editNote;
                        delete obj.deleteNote;
                        delete obj.createNote;
                    }
                    if (obj.createNote != null) {
                        delete obj.digestReport;
                        delete obj.digestMark;
                        delete obj.nameCluster;
                        delete obj.introduceMember;
                        delete obj.compareAndSetRegister;
                        delete obj.setRegister;
                        delete obj.editNote;
                        delete obj.deleteNote;
                        delete obj.renameNote;
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield* raftpad.CreateNote.codec().stream(reader, reader.uint32(), `${prefix}.createNote`, {
                                    limits: opts.limits?.createNote
                                });
                                break;
                            }
                            case 2: {
                                yield* raftpad.RenameNote.codec().stream(reader, reader.uint32(), `${prefix}.renameNote`, {
                                    limits: opts.limits?.renameNote
                                });
                                break;
                            }
                            case 3: {
                                yield* raftpad.DeleteNote.codec().stream(reader, reader.uint32(), `${prefix}.deleteNote`, {
                                    limits: opts.limits?.deleteNote
                                });
                                break;
                            }
                            case 4: {
                                yield* raftpad.EditNote.codec().stream(reader, reader.uint32(), `${prefix}.editNote`, {
                                    limits: opts.limits?.editNote
                                });
                                break;
                            }
                            case 5: {
                                yield* raftpad.SetRegister.codec().stream(reader, reader.uint32(), `${prefix}.setRegister`, {
                                    limits: opts.limits?.setRegister
                                });
                                break;
                            }
                            case 6: {
                                yield* raftpad.CompareAndSetRegister.codec().stream(reader, reader.uint32(), `${prefix}.compareAndSetRegister`, {
                                    limits: opts.limits?.compareAndSetRegister
                                });
                                break;
                            }
                            case 7: {
                                yield* raftpad.IntroduceMember.codec().stream(reader, reader.uint32(), `${prefix}.introduceMember`, {
                                    limits: opts.limits?.introduceMember
                                });
                                break;
                            }
                            case 8: {
                                yield* raftpad.NameCluster.codec().stream(reader, reader.uint32(), `${prefix}.nameCluster`, {
                                    limits: opts.limits?.nameCluster
                                });
                                break;
                            }
                            case 9: {
                                yield* raftpad.DigestMark.codec().stream(reader, reader.uint32(), `${prefix}.digestMark`, {
                                    limits: opts.limits?.digestMark
                                });
                                break;
                            }
                            case 10: {
                                yield* raftpad.DigestReport.codec().stream(reader, reader.uint32(), `${prefix}.digestReport`, {
                                    limits: opts.limits?.digestReport
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, Command.codec());
        }
        Command.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, Command.codec(), opts);
        }
        Command.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, Command.codec(), opts);
        }
        Command.stream = stream;
    })(Command = raftpad.Command || (raftpad.Command = {}));
    let CreateNote;
    (function (CreateNote) {
        let _codec;
        CreateNote.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.note != null) {
                        w.uint32(10);
                        w.string(obj.note);
                    }
                    if (obj.title != null) {
                        w.uint32(18);
                        w.string(obj.title);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.note = reader.string();
                                break;
                            }
                            case 2: {
                                obj.title = reader.string();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.note`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.title`,
                                    value: reader.string()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, CreateNote.codec());
        }
        CreateNote.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, CreateNote.codec(), opts);
        }
        CreateNote.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, CreateNote.codec(), opts);
        }
        CreateNote.stream = stream;
    })(CreateNote = raftpad.CreateNote || (raftpad.CreateNote = {}));
    let RenameNote;
    (function (RenameNote) {
        let _codec;
        RenameNote.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.note != null) {
                        w.uint32(10);
                        w.string(obj.note);
                    }
                    if (obj.title != null) {
                        w.uint32(18);
                        w.string(obj.title);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.note = reader.string();
                                break;
                            }
                            case 2: {
                                obj.title = reader.string();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.note`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.title`,
                                    value: reader.string()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, RenameNote.codec());
        }
        RenameNote.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, RenameNote.codec(), opts);
        }
        RenameNote.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, RenameNote.codec(), opts);
        }
        RenameNote.stream = stream;
    })(RenameNote = raftpad.RenameNote || (raftpad.RenameNote = {}));
    let DeleteNote;
    (function (DeleteNote) {
        let _codec;
        DeleteNote.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.note != null) {
                        w.uint32(10);
                        w.string(obj.note);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.note = reader.string();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.note`,
                                    value: reader.string()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, DeleteNote.codec());
        }
        DeleteNote.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, DeleteNote.codec(), opts);
        }
        DeleteNote.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, DeleteNote.codec(), opts);
        }
        DeleteNote.stream = stream;
    })(DeleteNote = raftpad.DeleteNote || (raftpad.DeleteNote = {}));
    let EditNote;
    (function (EditNote) {
        let _codec;
        EditNote.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.note != null) {
                        w.uint32(10);
                        w.string(obj.note);
                    }
                    if (obj.base != null) {
                        w.uint32(16);
                        w.uint64Number(obj.base);
                    }
                    if (obj.editor != null) {
                        w.uint32(26);
                        w.string(obj.editor);
                    }
                    if (obj.sequence != null) {
                        w.uint32(32);
                        w.uint64Number(obj.sequence);
                    }
                    if (obj.changes != null && obj.changes.length > 0) {
                        for (const value of obj.changes) {
                            w.uint32(42);
                            raftpad.ChangePart.codec().encode(value, w);
                        }
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {
                        changes: []
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.note = reader.string();
                                break;
                            }
                            case 2: {
                                obj.base = reader.uint64Number();
                                break;
                            }
                            case 3: {
                                obj.editor = reader.string();
                                break;
                            }
                            case 4: {
                                obj.sequence = reader.uint64Number();
                                break;
                            }
                            case 5: {
                                if (opts.limits?.changes != null && obj.changes.length === opts.limits.changes) {
                                    throw new MaxLengthError('Decode error - repeated field "changes" had too many elements');
                                }
                                obj.changes.push(raftpad.ChangePart.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.changes$
                                }));
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const obj = {
                        changes: 0
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.note`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.base`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 3: {
                                yield {
                                    field: `${prefix}.editor`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 4: {
                                yield {
                                    field: `${prefix}.sequence`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 5: {
                                if (opts.limits?.changes != null && obj.changes === opts.limits.changes) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "changes" had too many elements');
                                }
                                for (const evt of raftpad.ChangePart.codec().stream(reader, reader.uint32(), `${prefix}.changes[]`, {
                                    limits: opts.limits?.changes$
                                })) {
                                    yield {
                                        ...evt,
                                        index: obj.changes
                                    };
                                }
                                obj.changes++;
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, EditNote.codec());
        }
        EditNote.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, EditNote.codec(), opts);
        }
        EditNote.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, EditNote.codec(), opts);
        }
        EditNote.stream = stream;
    })(EditNote = raftpad.EditNote || (raftpad.EditNote = {}));
    let ChangePart;
    (function (ChangePart) {
        let _codec;
        ChangePart.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    obj = { ...obj };
                    if (obj.replace != null) {
                        obj.keep = undefined;
                    }
                    if (obj.keep != null) {
                        obj.replace = undefined;
                    }
                    if (obj.keep != null) {
                        w.uint32(8);
                        w.uint64Number(obj.keep);
                    }
                    if (obj.replace != null) {
                        w.uint32(18);
                        raftpad.Replacement.codec().encode(obj.replace, w);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.keep = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.replace = raftpad.Replacement.codec().decode(reader, reader.uint32(), {
                                    limits: opts.limits?.replace
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    if (obj.replace != null) {
                        delete obj.keep;
                    }
                    if (obj.keep != null) {
                        delete obj.replace;
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.keep`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield* raftpad.Replacement.codec().stream(reader, reader.uint32(), `${prefix}.replace`, {
                                    limits: opts.limits?.replace
                                });
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, ChangePart.codec());
        }
        ChangePart.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, ChangePart.codec(), opts);
        }
        ChangePart.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, ChangePart.codec(), opts);
        }
        ChangePart.stream = stream;
    })(ChangePart = raftpad.ChangePart || (raftpad.ChangePart = {}));
    let Replacement;
    (function (Replacement) {
        let _codec;
        Replacement.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.deleted != null) {
                        w.uint32(8);
                        w.uint64Number(obj.deleted);
                    }
                    if (obj.insertedLines != null && obj.insertedLines.length > 0) {
                        for (const value of obj.insertedLines) {
                            w.uint32(18);
                            w.string(value);
                        }
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {
                        insertedLines: []
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.deleted = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                if (opts.limits?.insertedLines != null && obj.insertedLines.length === opts.limits.insertedLines) {
                                    throw new MaxLengthError('Decode error - repeated field "insertedLines" had too many elements');
                                }
                                obj.insertedLines.push(reader.string());
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const obj = {
                        insertedLines: 0
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.deleted`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                if (opts.limits?.insertedLines != null && obj.insertedLines === opts.limits.insertedLines) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "insertedLines" had too many elements');
                                }
                                yield {
                                    field: `${prefix}.insertedLines[]`,
                                    index: obj.insertedLines,
                                    value: reader.string()
                                };
                                obj.insertedLines++;
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, Replacement.codec());
        }
        Replacement.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, Replacement.codec(), opts);
        }
        Replacement.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, Replacement.codec(), opts);
        }
        Replacement.stream = stream;
    })(Replacement = raftpad.Replacement || (raftpad.Replacement = {}));
    let SetRegister;
    (function (SetRegister) {
        let _codec;
        SetRegister.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.name != null) {
                        w.uint32(10);
                        w.string(obj.name);
                    }
                    if (obj.value != null) {
                        w.uint32(18);
                        w.bytes(obj.value);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.name = reader.string();
                                break;
                            }
                            case 2: {
                                obj.value = reader.bytes();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.name`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.value`,
                                    value: reader.bytes()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, SetRegister.codec());
        }
        SetRegister.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, SetRegister.codec(), opts);
        }
        SetRegister.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, SetRegister.codec(), opts);
        }
        SetRegister.stream = stream;
    })(SetRegister = raftpad.SetRegister || (raftpad.SetRegister = {}));
    let CompareAndSetRegister;
    (function (CompareAndSetRegister) {
        let _codec;
        CompareAndSetRegister.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.name != null) {
                        w.uint32(10);
                        w.string(obj.name);
                    }
                    if (obj.expected != null) {
                        w.uint32(18);
                        w.bytes(obj.expected);
                    }
                    if (obj.value != null) {
                        w.uint32(26);
                        w.bytes(obj.value);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.name = reader.string();
                                break;
                            }
                            case 2: {
                                obj.expected = reader.bytes();
                                break;
                            }
                            case 3: {
                                obj.value = reader.bytes();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.name`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.expected`,
                                    value: reader.bytes()
                                };
                                break;
                            }
                            case 3: {
                                yield {
                                    field: `${prefix}.value`,
                                    value: reader.bytes()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, CompareAndSetRegister.codec());
        }
        CompareAndSetRegister.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, CompareAndSetRegister.codec(), opts);
        }
        CompareAndSetRegister.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, CompareAndSetRegister.codec(), opts);
        }
        CompareAndSetRegister.stream = stream;
    })(CompareAndSetRegister = raftpad.CompareAndSetRegister || (raftpad.CompareAndSetRegister = {}));
    let IntroduceMember;
    (function (IntroduceMember) {
        let _codec;
        IntroduceMember.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.member != null) {
                        w.uint32(10);
                        w.string(obj.member);
                    }
                    if (obj.name != null) {
                        w.uint32(18);
                        w.string(obj.name);
                    }
                    if (obj.addresses != null && obj.addresses.length > 0) {
                        for (const value of obj.addresses) {
                            w.uint32(26);
                            w.string(value);
                        }
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {
                        addresses: []
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.member = reader.string();
                                break;
                            }
                            case 2: {
                                obj.name = reader.string();
                                break;
                            }
                            case 3: {
                                if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                                    throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements');
                                }
                                obj.addresses.push(reader.string());
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const obj = {
                        addresses: 0
                    };
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.member`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.name`,
                                    value: reader.string()
                                };
                                break;
                            }
                            case 3: {
                                if (opts.limits?.addresses != null && obj.addresses === opts.limits.addresses) {
                                    throw new MaxLengthError('Streaming decode error - repeated field "addresses" had too many elements');
                                }
                                yield {
                                    field: `${prefix}.addresses[]`,
                                    index: obj.addresses,
                                    value: reader.string()
                                };
                                obj.addresses++;
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, IntroduceMember.codec());
        }
        IntroduceMember.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, IntroduceMember.codec(), opts);
        }
        IntroduceMember.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, IntroduceMember.codec(), opts);
        }
        IntroduceMember.stream = stream;
    })(IntroduceMember = raftpad.IntroduceMember || (raftpad.IntroduceMember = {}));
    let NameCluster;
    (function (NameCluster) {
        let _codec;
        NameCluster.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.name != null) {
                        w.uint32(10);
                        w.string(obj.name);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.name = reader.string();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.name`,
                                    value: reader.string()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, NameCluster.codec());
        }
        NameCluster.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, NameCluster.codec(), opts);
        }
        NameCluster.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, NameCluster.codec(), opts);
        }
        NameCluster.stream = stream;
    })(NameCluster = raftpad.NameCluster || (raftpad.NameCluster = {}));
    let DigestMark;
    (function (DigestMark) {
        let _codec;
        DigestMark.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, DigestMark.codec());
        }
        DigestMark.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, DigestMark.codec(), opts);
        }
        DigestMark.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, DigestMark.codec(), opts);
        }
        DigestMark.stream = stream;
    })(DigestMark = raftpad.DigestMark || (raftpad.DigestMark = {}));
    let DigestReport;
    (function (DigestReport) {
        let _codec;
        DigestReport.codec = () => {
            if (_codec == null) {
                _codec = message((obj, w, opts = {}) => {
                    if (opts.lengthDelimited !== false) {
                        w.fork();
                    }
                    if (obj.mark != null) {
                        w.uint32(8);
                        w.uint64Number(obj.mark);
                    }
                    if (obj.digest != null) {
                        w.uint32(18);
                        w.bytes(obj.digest);
                    }
                    if (opts.lengthDelimited !== false) {
                        w.ldelim();
                    }
                }, (reader, length, opts = {}) => {
                    const obj = {};
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                obj.mark = reader.uint64Number();
                                break;
                            }
                            case 2: {
                                obj.digest = reader.bytes();
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                    return obj;
                }, function* (reader, length, prefix, opts = {}) {
                    const end = length == null ? reader.len : reader.pos + length;
                    while (reader.pos < end) {
                        const tag = reader.uint32();
                        switch (tag >>> 3) {
                            case 1: {
                                yield {
                                    field: `${prefix}.mark`,
                                    value: reader.uint64Number()
                                };
                                break;
                            }
                            case 2: {
                                yield {
                                    field: `${prefix}.digest`,
                                    value: reader.bytes()
                                };
                                break;
                            }
                            default: {
                                reader.skipType(tag & 7);
                                break;
                            }
                        }
                    }
                });
            }
            return _codec;
        };
        function encode(obj) {
            return encodeMessage(obj, DigestReport.codec());
        }
        DigestReport.encode = encode;
        function decode(buf, opts) {
            return decodeMessage(buf, DigestReport.codec(), opts);
        }
        DigestReport.decode = decode;
        function stream(buf, opts) {
            return streamMessage(buf, DigestReport.codec(), opts);
        }
        DigestReport.stream = stream;
    })(DigestReport = raftpad.DigestReport || (raftpad.DigestReport = {}));
    let _codec;
    raftpad.codec = () => {
        if (_codec == null) {
            _codec = message((obj, w, opts = {}) => {
                if (opts.lengthDelimited !== false) {
                    w.fork();
                }
                if (opts.lengthDelimited !== false) {
                    w.ldelim();
                }
            }, (reader, length, opts = {}) => {
                const obj = {};
                const end = length == null ? reader.len : reader.pos + length;
                while (reader.pos < end) {
                    const tag = reader.uint32();
                    switch (tag >>> 3) {
                        default: {
                            reader.skipType(tag & 7);
                            break;
                        }
                    }
                }
                return obj;
            }, function* (reader, length, prefix, opts = {}) {
                const end = length == null ? reader.len : reader.pos + length;
                while (reader.pos < end) {
                    const tag = reader.uint32();
                    switch (tag >>> 3) {
                        default: {
                            reader.skipType(tag & 7);
                            break;
                        }
                    }
                }
            });
        }
        return _codec;
    };
    function encode(obj) {
        return encodeMessage(obj, raftpad.codec());
    }
    raftpad.encode = encode;
    function decode(buf, opts) {
        return decodeMessage(buf, raftpad.codec(), opts);
    }
    raftpad.decode = decode;
    function stream(buf, opts) {
        return streamMessage(buf, raftpad.codec(), opts);
    }
    raftpad.stream = stream;
})(raftpad || (raftpad = {}));
