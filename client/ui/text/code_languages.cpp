// SPDX-License-Identifier: MIT
#include "client/ui/text/code_languages.h"

#include <QStringList>
#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

const CodeString kDouble{"\""_L1, "\""_L1};
const CodeString kSingle{"'"_L1, "'"_L1};
const CodeString kTemplate{"`"_L1, "`"_L1, true, true};
const CodeString kRawBackticks{"`"_L1, "`"_L1, false, true};
const CodeString kExactSingle{"'"_L1, "'"_L1, false, true};
const CodeString kTripleDouble{"\"\"\""_L1, "\"\"\""_L1, true, true};
const CodeString kTripleSingle{"'''"_L1, "'''"_L1, true, true};

const auto kCKeywords =
    "auto break case const continue default do else enum extern for goto if inline register "
    "restrict return "
    "sizeof static struct switch typedef union volatile while NULL true false"_L1;
const auto kCTypes = "bool char double float int long short signed unsigned void size_t ssize_t "
                     "ptrdiff_t intptr_t uintptr_t "
                     "int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t FILE"_L1;
const auto kCppKeywords = "alignas alignof and asm auto break case catch class co_await co_return "
                          "co_yield concept const const_cast "
                          "consteval constexpr constinit continue decltype default delete do "
                          "dynamic_cast else enum explicit export "
                          "extern false final for friend goto if inline mutable namespace new "
                          "noexcept not nullptr operator or "
                          "override private protected public reinterpret_cast requires return "
                          "sizeof static static_assert "
                          "static_cast struct switch template this thread_local throw true try "
                          "typedef typeid typename union using "
                          "virtual volatile while"_L1;
const auto kScriptKeywords =
    "as async await break case catch class const continue debugger default delete do else export "
    "extends "
    "false finally for from function get if import in instanceof let new null of return set static "
    "super "
    "switch this throw true try typeof undefined var void while with yield"_L1;
const auto kTypedScriptKeywords =
    "abstract as async await break case catch class const continue debugger declare default delete "
    "do else "
    "enum export extends false finally for from function get if implements import in infer "
    "instanceof "
    "interface is keyof let namespace new null of override private protected public readonly "
    "return "
    "satisfies set static super switch this throw true try type typeof undefined var void while yield"_L1;

std::vector<CodeLanguage> cFamily()
{
    return {
        {.names = "c h"_L1,
         .keywords = kCKeywords,
         .types = kCTypes,
         .lineComments = {"//"_L1},
         .commentOpen = "/*"_L1,
         .commentClose = "*/"_L1,
         .strings = {kDouble, kSingle},
         .stringPrefixes = "LuU8"_L1,
         .lineDirective = '#'},
        {.names = "cpp c++ cc cxx hpp hxx hh objc ino"_L1,
         .keywords = kCppKeywords,
         .types = kCTypes,
         .lineComments = {"//"_L1},
         .commentOpen = "/*"_L1,
         .commentClose = "*/"_L1,
         .strings = {kDouble, kSingle},
         .stringPrefixes = "LuU8R"_L1,
         .lineDirective = '#',
         .hasCapitalTypes = true,
         .hasRawStrings = true},
        {.names = "java"_L1,
         .keywords = "abstract assert break case catch class continue default do else enum extends "
                     "false final "
                     "finally for if implements import instanceof interface native new null "
                     "package private "
                     "protected public record return sealed static super switch synchronized this "
                     "throw throws "
                     "transient true try var volatile while yield"_L1,
         .types = "boolean byte char double float int long short void"_L1,
         .lineComments = {"//"_L1},
         .commentOpen = "/*"_L1,
         .commentClose = "*/"_L1,
         .strings = {kTripleDouble, kDouble, kSingle},
         .directive = '@',
         .hasCapitalTypes = true},
        {.names = "csharp cs c#"_L1,
         .keywords = "abstract as async await base break case catch checked class const continue "
                     "default delegate "
                     "do else enum event explicit extern false finally fixed for foreach get goto "
                     "if implicit in "
                     "init interface internal is lock namespace new null operator out override "
                     "params private "
                     "protected public readonly record ref return sealed set sizeof stackalloc "
                     "static struct "
                     "switch this throw true try typeof unchecked unsafe using var virtual "
                     "volatile when where "
                     "while yield"_L1,
         .types = "bool byte char decimal double dynamic float int long object sbyte short string "
                  "uint ulong "
                  "ushort void"_L1,
         .lineComments = {"//"_L1},
         .commentOpen = "/*"_L1,
         .commentClose = "*/"_L1,
         .strings = {kTripleDouble, kDouble, kSingle},
         .stringPrefixes = "$@"_L1,
         .lineDirective = '#',
         .hasCapitalTypes = true},
        {.names = "kotlin kt kts"_L1,
         .keywords = "abstract as break by catch class companion const constructor continue data "
                     "do else enum "
                     "false final finally for fun if import in init inline inner interface "
                     "internal is lateinit "
                     "null object open operator override package private protected public return "
                     "sealed super "
                     "suspend this throw true try typealias val var vararg when where while"_L1,
         .lineComments = {"//"_L1},
         .commentOpen = "/*"_L1,
         .commentClose = "*/"_L1,
         .strings = {kTripleDouble, kDouble, kSingle},
         .directive = '@',
         .hasCapitalTypes = true},
        {.names = "go golang"_L1,
         .keywords =
             "break case chan const continue default defer else fallthrough false for func go goto "
             "if "
             "import interface iota map nil package range return select struct switch true type var"_L1,
         .types = "any bool byte comparable complex128 complex64 error float32 float64 int int16 "
                  "int32 int64 int8 "
                  "rune string uint uint16 uint32 uint64 uint8 uintptr"_L1,
         .lineComments = {"//"_L1},
         .commentOpen = "/*"_L1,
         .commentClose = "*/"_L1,
         .strings = {kDouble, kSingle, kRawBackticks}},
        {.names = "rust rs"_L1,
         .keywords = "as async await break const continue crate dyn else enum extern false fn for "
                     "if impl in let "
                     "loop match mod move mut pub ref return self static struct super trait true "
                     "type unsafe use "
                     "where while"_L1,
         .types =
             "bool char f32 f64 i128 i16 i32 i64 i8 isize str u128 u16 u32 u64 u8 usize Self"_L1,
         .lineComments = {"//"_L1},
         .commentOpen = "/*"_L1,
         .commentClose = "*/"_L1,
         .strings = {{"\""_L1, "\""_L1, true, true}, kSingle},
         .stringPrefixes = "rbc"_L1,
         .lineDirective = '#',
         .hasCapitalTypes = true,
         .hasRawStrings = true,
         .hasLifetimes = true},
        {.names = "swift"_L1,
         .keywords = "actor any as associatedtype async await break case catch class continue "
                     "default defer deinit "
                     "do else enum extension fallthrough false fileprivate for func guard if "
                     "import in init inout "
                     "internal is let mutating nil open operator override private protocol public "
                     "repeat rethrows "
                     "return self some static struct subscript super switch throw throws true try "
                     "typealias var "
                     "where while"_L1,
         .lineComments = {"//"_L1},
         .commentOpen = "/*"_L1,
         .commentClose = "*/"_L1,
         .strings = {kTripleDouble, kDouble},
         .lineDirective = '#',
         .directive = '@',
         .hasCapitalTypes = true},
    };
}

std::vector<CodeLanguage> scripts()
{
    return {
        {.names = "python py python3 py3 pyi"_L1,
         .keywords = "False None True and as assert async await break case class continue def del "
                     "elif else except "
                     "finally for from global if import in is lambda match nonlocal not or pass "
                     "raise return self "
                     "try while with yield"_L1,
         .types = "bool bytes dict float frozenset int list object set str tuple type"_L1,
         .lineComments = {"#"_L1},
         .strings = {kTripleDouble, kTripleSingle, kDouble, kSingle},
         .stringPrefixes = "rRbBfFuU"_L1,
         .directive = '@',
         .hasCapitalTypes = true},
        {.names = "javascript js jsx mjs cjs node"_L1,
         .keywords = kScriptKeywords,
         .lineComments = {"//"_L1},
         .commentOpen = "/*"_L1,
         .commentClose = "*/"_L1,
         .strings = {kDouble, kSingle, kTemplate},
         .wordCharacters = "$"_L1,
         .directive = '@',
         .hasCapitalTypes = true,
         .hasPatterns = true},
        {.names = "typescript ts tsx mts cts"_L1,
         .keywords = kTypedScriptKeywords,
         .types = "any bigint boolean never number object string symbol unknown"_L1,
         .lineComments = {"//"_L1},
         .commentOpen = "/*"_L1,
         .commentClose = "*/"_L1,
         .strings = {kDouble, kSingle, kTemplate},
         .wordCharacters = "$"_L1,
         .directive = '@',
         .hasCapitalTypes = true,
         .hasPatterns = true},
        {.names = "shell sh bash zsh ksh console"_L1,
         .keywords =
             "alias break case continue declare do done elif else esac eval exec exit export fi "
             "for function "
             "if in local readonly return select set shift source then trap unset until while"_L1,
         .lineComments = {"#"_L1},
         .strings = {{"\""_L1, "\""_L1, true, true}, kExactSingle},
         .wordCharacters = "-"_L1,
         .variable = '$'},
        {.names = "ruby rb"_L1,
         .keywords = "alias and begin break case class def defined do else elsif end ensure false "
                     "for if in module "
                     "next nil not or redo require rescue retry return self super then true undef "
                     "unless until when "
                     "while yield"_L1,
         .lineComments = {"#"_L1},
         .strings = {kDouble, kSingle},
         .wordCharacters = "?"_L1,
         .directive = '@',
         .hasCapitalTypes = true},
        {.names = "php"_L1,
         .keywords = "abstract and as break case catch class const continue declare default do "
                     "echo else elseif enum "
                     "extends false final finally fn for foreach function global if implements "
                     "include instanceof "
                     "interface match namespace new null or private protected public readonly "
                     "require return static "
                     "switch throw trait true try use var while yield"_L1,
         .types = "array bool callable float int iterable mixed object string void"_L1,
         .lineComments = {"//"_L1, "#"_L1},
         .commentOpen = "/*"_L1,
         .commentClose = "*/"_L1,
         .strings = {kDouble, kSingle},
         .variable = '$',
         .hasCapitalTypes = true},
        {.names = "lua"_L1,
         .keywords = "and break do else elseif end false for function goto if in local nil not or "
                     "repeat return then "
                     "true until while"_L1,
         .lineComments = {"--"_L1},
         .commentOpen = "--[["_L1,
         .commentClose = "]]"_L1,
         .strings = {kDouble, kSingle}},
    };
}

std::vector<CodeLanguage> data()
{
    return {
        {.names = "json jsonc json5 jsonl"_L1,
         .keywords = "true false null"_L1,
         .lineComments = {"//"_L1},
         .commentOpen = "/*"_L1,
         .commentClose = "*/"_L1,
         .strings = {kDouble, kSingle},
         .keyEnd = ':'},
        {.names = "yaml yml"_L1,
         .keywords = "true false null yes no on off"_L1,
         .lineComments = {"#"_L1},
         .strings = {kDouble, kExactSingle},
         .wordCharacters = "-./"_L1,
         .keyEnd = ':'},
        {.names = "toml ini conf cfg"_L1,
         .keywords = "true false inf nan"_L1,
         .lineComments = {"#"_L1, ";"_L1},
         .strings = {kTripleDouble, kTripleSingle, kDouble, {"'"_L1, "'"_L1, false, false}},
         .wordCharacters = "-."_L1,
         .keyEnd = '=',
         .hasSections = true},
        {.names = "sql mysql postgresql postgres psql sqlite plsql"_L1,
         .keywords = "add all alter and as asc begin between by case check commit conflict "
                     "constraint create cross "
                     "database default delete desc distinct do drop else end except exists explain "
                     "false foreign "
                     "from full grant group having if in index inner insert intersect into is join "
                     "key left like "
                     "limit natural not nothing null offset on or order outer over partition "
                     "pragma primary "
                     "references returning revoke right rollback select set table then transaction "
                     "trigger true "
                     "union unique update using values view when where window with"_L1,
         .types = "bigint blob boolean bytea char date decimal double float int integer interval "
                  "json jsonb "
                  "numeric real serial smallint text time timestamp timestamptz uuid varchar"_L1,
         .lineComments = {"--"_L1},
         .commentOpen = "/*"_L1,
         .commentClose = "*/"_L1,
         .strings = {kExactSingle, {"\""_L1, "\""_L1, false, false}},
         .isCaseBlind = true},
        {.names = "css scss less"_L1,
         .commentOpen = "/*"_L1,
         .commentClose = "*/"_L1,
         .strings = {kDouble, kSingle},
         .wordCharacters = "-"_L1,
         .directive = '@',
         .variable = '$',
         .keyEnd = ':'},
        {.names = "html htm xhtml xml svg vue qrc ui"_L1, .grammar = CodeGrammar::Tags},
        {.names = "diff patch"_L1, .grammar = CodeGrammar::Diff},
    };
}

const std::vector<CodeLanguage> &languages()
{
    static const std::vector<CodeLanguage> kAll = [] {
        std::vector<CodeLanguage> all = cFamily();
        for (auto &more : {scripts(), data()})
            all.insert(all.end(), more.begin(), more.end());
        return all;
    }();
    return kAll;
}

} // namespace

const CodeLanguage *codeLanguage(QStringView name)
{
    static const QHash<QString, const CodeLanguage *> kByName = [] {
        QHash<QString, const CodeLanguage *> byName;
        for (const CodeLanguage &language : languages()) {
            for (const QString &each : QString(language.names).split(u' '))
                byName.insert(each, &language);
        }
        return byName;
    }();
    const QStringView trimmed = name.trimmed();
    const auto end =
        std::find_if(trimmed.begin(), trimmed.end(), [](QChar c) { return c.isSpace(); });
    return kByName.value(trimmed.first(end - trimmed.begin()).toString().toLower());
}

const QHash<QString, CodeTokenKind> &codeWords(const CodeLanguage &language)
{
    static const auto kAll = [] {
        std::map<const CodeLanguage *, QHash<QString, CodeTokenKind>> all;
        for (const CodeLanguage &each : languages()) {
            for (const QString &word : QString(each.types).split(u' ', Qt::SkipEmptyParts))
                all[&each].insert(word, CodeTokenKind::Type);
            for (const QString &word : QString(each.keywords).split(u' ', Qt::SkipEmptyParts))
                all[&each].insert(word, CodeTokenKind::Keyword);
        }
        return all;
    }();
    static const QHash<QString, CodeTokenKind> kNone;
    const auto found = kAll.find(&language);
    return found == kAll.end() ? kNone : found->second;
}

} // namespace salon::client
