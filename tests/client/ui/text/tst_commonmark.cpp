// SPDX-License-Identifier: MIT
#include "tests/client/ui/text/commonmark_notation.h"
#include "tests/client/ui/text/spec_examples.h"

#include <QFileInfo>
#include <QTest>
#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;
using namespace salon::client;

namespace {

//! Examples of CommonMark 0.31.2 that are shown otherwise on purpose, and why.
struct Difference {
    const char *why;
    std::vector<int> examples;
};

const std::vector<Difference> &differences()
{
    static const std::vector<Difference> kAll{
        {"no HTML: a tag is text that somebody wrote",
         {21,  31,  91,  148, 149, 150, 151, 152, 153, 154, 155, 156, 158, 159, 160, 161, 162,
          163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 174, 175, 176, 177, 178, 179,
          180, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191, 201, 308, 344, 475, 476, 477,
          491, 494, 524, 536, 613, 614, 615, 616, 617, 623, 630, 631, 642, 643}},
        {"no definitions of links: \"[Ada]: yes\" must not vanish",
         {23,  33,  192, 193, 194, 195, 196, 198, 200, 202, 203, 204, 205, 206, 207, 208,
          210, 211, 214, 215, 216, 217, 218, 317, 527, 528, 529, 530, 531, 532, 533, 534,
          535, 537, 538, 539, 540, 541, 542, 543, 544, 545, 549, 550, 553, 554, 555, 556,
          557, 558, 559, 560, 561, 562, 563, 564, 565, 566, 567, 568, 569, 570, 571, 573,
          576, 577, 582, 583, 584, 585, 586, 587, 588, 589, 591, 592, 593}},
        {"no code by blanks: people indent for other reasons, and have fences",
         {1,   2,   3,   5,   6,   7,   8,   18,  48,  49,  69,  70,  85,  107, 110,
          111, 112, 114, 115, 116, 117, 118, 134, 137, 225, 236, 252, 253, 254, 257,
          264, 270, 271, 272, 273, 274, 278, 286, 287, 288, 289, 309, 312, 313}},
        {"no heading by a line below: it is a rule, or what was written",
         {59, 80, 81, 82, 83, 84, 86, 87, 89, 90, 95, 96, 100, 102, 103, 141, 300}},
        {"no entities: who writes &lt; means these characters",
         {25, 26, 27, 32, 34, 36, 37, 38, 39, 40, 41, 503}},
        {"a quote and an item end with their lines: the answer is none of it",
         {93, 231, 232, 233, 238, 247, 250, 251, 290, 292, 293}},
        {"what would show nothing is shown as written",
         {79, 126, 130, 144, 239, 240, 284, 484, 487, 581}},
        {"bare links", {602, 608, 611}},
    };
    return kAll;
}

//! Other signs of punctuation count since 0.31, which older parsers do not know.
const std::vector<int> kNewer{354};

bool isReadAlike(const SpecExample &example)
{
    const HtmlNotation expected = commonNotation(example.html);
    return !expected.hasHtml && commonNotation(markupOf(example.markdown)) == expected.blocks;
}

const Difference *differenceOf(int number)
{
    const auto found = std::ranges::find_if(differences(), [number](const Difference &one) {
        return std::ranges::find(one.examples, number) != one.examples.end();
    });
    return found == differences().end() ? nullptr : &*found;
}

} // namespace

//! How much of CommonMark holds.
class TestCommonMark : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sample_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("html");
        const auto examples = specExamples(QFINDTESTDATA("commonmark_sample.txt"));
        QVERIFY(examples.size() >= 16);
        for (const SpecExample &example : examples)
            QTest::addRow("%d", example.number) << example.markdown << example.html;
    }
    void sample()
    {
        QFETCH(QString, markdown);
        QFETCH(QString, html);
        QCOMPARE(commonNotation(markupOf(markdown)), commonNotation(html).blocks);
    }

    //! The specification's own examples, from the spec.txt of version 0.31.2.
    void specification()
    {
        const QString path = qEnvironmentVariable("SALON_COMMONMARK_SPEC");
        if (!QFileInfo::exists(path))
            QSKIP("SALON_COMMONMARK_SPEC names no spec.txt; ./dev test fetches it");
        const auto examples = specExamples(path);
        QCOMPARE(examples.size(), size_t(652)); // other versions number them otherwise
        int alike = 0;
        std::map<const Difference *, int> others;
        QStringList wrong;
        for (const SpecExample &example : examples) {
            const bool isAlike = isReadAlike(example);
            const Difference *difference = differenceOf(example.number);
            const bool isNewer = std::ranges::find(kNewer, example.number) != kNewer.end();
            alike += isAlike ? 1 : 0;
            others[difference] += isAlike ? 0 : 1;
            if (isAlike == (difference != nullptr) && !isNewer)
                wrong += u"%1 (%2)"_s.arg(example.number).arg(example.section);
        }
        qInfo("%d of %d examples are read alike", alike, int(examples.size()));
        for (const auto &[difference, count] : others) {
            if (count > 0)
                qInfo("%3d differ: %s", count,
                      difference ? difference->why : "the parser knows an older version");
        }
        QCOMPARE(wrong, QStringList());
    }
};

QTEST_APPLESS_MAIN(TestCommonMark)
#include "tst_commonmark.moc"
