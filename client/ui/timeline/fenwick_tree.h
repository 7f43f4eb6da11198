// SPDX-License-Identifier: MIT
#pragma once
#include <QtGlobal>
#include <algorithm>
#include <span>
#include <vector>

namespace salon::client {

//! Heights of rows in pixels with running sums: pixel to row and back in O(log n).
//! Appending costs O(1) amortised, inserting at i only what lies after i.
//! (P. Fenwick, "A new data structure for cumulative frequency tables", 1994.)
class FenwickTree {
public:
    int size() const { return static_cast<int>(m_values.size()); }
    int at(int index) const { return m_values[position(index)]; }
    qint64 total() const { return sumBefore(size()); }

    void set(int index, int value)
    {
        const int change = value - at(index);
        if (change == 0)
            return;
        m_values[position(index)] = value;
        for (int i = index + 1; i <= size(); i += lowBit(i))
            m_sums[position(i - 1)] += change;
    }

    void insert(int index, std::span<const int> values)
    {
        m_values.insert(m_values.begin() + index, values.begin(), values.end());
        sumFrom(index);
    }

    void remove(int index, int count)
    {
        m_values.erase(m_values.begin() + index, m_values.begin() + index + count);
        sumFrom(index);
    }

    void clear()
    {
        m_values.clear();
        m_sums.clear();
    }

    //! Sum of the rows [0, index).
    qint64 sumBefore(int index) const
    {
        qint64 sum = 0;
        for (int i = index; i > 0; i -= lowBit(i))
            sum += m_sums[position(i - 1)];
        return sum;
    }

    //! The row that contains pixel y, the nearest one when y is outside; -1 when there is none.
    int rowAt(qint64 y) const
    {
        int row = 0;
        int step = 1;
        while (step * 2 <= size())
            step *= 2;
        for (; step > 0; step /= 2) {
            if (row + step <= size() && m_sums[position(row + step - 1)] <= y) {
                row += step;
                y -= m_sums[position(row - 1)];
            }
        }
        return std::min(row, size() - 1);
    }

private:
    static int lowBit(int i) { return i & -i; }
    static size_t position(int i) { return static_cast<size_t>(i); }

    // A node depends only on what lies before it, so that the sums up to `index` stay good.
    void sumFrom(int index)
    {
        m_sums.resize(m_values.size());
        for (int i = index + 1; i <= size(); ++i) {
            qint64 sum = m_values[position(i - 1)];
            for (int below = 1; below < lowBit(i); below *= 2)
                sum += m_sums[position(i - below - 1)];
            m_sums[position(i - 1)] = sum;
        }
    }

    std::vector<int> m_values;
    std::vector<qint64> m_sums; // node i (from 1) is kept at i - 1
};

} // namespace salon::client
