// SPDX-License-Identifier: MIT
#include "client/ui/timeline/fenwick_tree.h"

#include <QRandomGenerator>
#include <QTest>
#include <numeric>

using salon::client::FenwickTree;

class TestFenwickTree : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void behavesLikeAPlainList_data()
    {
        QTest::addColumn<uint>("seed");
        for (uint seed = 1; seed <= 5; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void behavesLikeAPlainList()
    {
        QFETCH(uint, seed);
        QRandomGenerator random(seed);
        FenwickTree tree;
        std::vector<int> plain;
        for (int step = 0; step < 2000; ++step) {
            const int size = static_cast<int>(plain.size());
            const int kind = size == 0 ? 0 : random.bounded(4);
            if (kind <= 1) {
                const int at = kind == 0 ? random.bounded(size + 1) : size;
                std::vector<int> values(static_cast<size_t>(random.bounded(1, 8)));
                for (int &value : values)
                    value = random.bounded(1, 200);
                plain.insert(plain.begin() + at, values.begin(), values.end());
                tree.insert(at, values);
            } else if (kind == 2) {
                const int at = random.bounded(size);
                const int count = random.bounded(1, qMin(10, size - at) + 1);
                plain.erase(plain.begin() + at, plain.begin() + at + count);
                tree.remove(at, count);
            } else {
                const int at = random.bounded(size);
                plain[static_cast<size_t>(at)] = random.bounded(1, 200);
                tree.set(at, plain[static_cast<size_t>(at)]);
            }
            compare(tree, plain, random);
        }
    }
    void pixelsOutsideGiveTheNearestRow()
    {
        FenwickTree tree;
        QCOMPARE(tree.rowAt(0), -1);
        tree.insert(0, std::vector{10, 20, 30});
        QCOMPARE(tree.rowAt(-5), 0);
        QCOMPARE(tree.rowAt(9), 0);
        QCOMPARE(tree.rowAt(10), 1);
        QCOMPARE(tree.rowAt(59), 2);
        QCOMPARE(tree.rowAt(600), 2);
    }

private:
    static void compare(const FenwickTree &tree, const std::vector<int> &plain,
                        QRandomGenerator &random)
    {
        const int size = static_cast<int>(plain.size());
        QCOMPARE(tree.size(), size);
        const int row = random.bounded(size + 1);
        const auto sum = std::accumulate(plain.begin(), plain.begin() + row, qint64(0));
        QCOMPARE(tree.sumBefore(row), sum);
        if (row < size) {
            QCOMPARE(tree.rowAt(sum), row);
            QCOMPARE(tree.rowAt(sum + plain[static_cast<size_t>(row)] - 1), row);
        }
    }
};

QTEST_APPLESS_MAIN(TestFenwickTree)
#include "tst_fenwick_tree.moc"
