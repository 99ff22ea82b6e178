# Sales are grouped, joined and pivoted, and the result goes through CSV, Excel and JSON and comes back the same.
# creates: report.csv, report.json, report.xlsx
# expect: {'north': 130, 'south': 70}
# expect: region product  sum  mean
# expect: ('north', 'a', 40, 20.0)
# expect: [('a', 110, 220.0), ('b', 90, 270.0)]
# expect: {'north': [40, 90], 'south': [70, 0]}
# expect: True
# expect: True
# expect: True ['Pivot', 'Sales']
# expect: {'2026-01': 40, '2026-02': 160}

import pandas as pd

sales = pd.DataFrame(
    {
        "day": pd.to_datetime(["2026-01-05", "2026-01-20", "2026-02-01", "2026-02-14"]),
        "region": ["north", "north", "south", "north"],
        "product": ["a", "a", "a", "b"],
        "amount": [10, 30, 70, 90],
    }
)
print(sales.groupby("region")["amount"].sum().to_dict())
grouped = sales.groupby(["region", "product"], as_index=False).agg(sum=("amount", "sum"), mean=("amount", "mean"))
print(grouped.to_string(index=False).splitlines()[0].strip())
print(next(grouped.itertuples(index=False, name=None)))
prices = pd.DataFrame({"product": ["a", "b"], "price": [2.0, 3.0]})
joined = sales.merge(prices, on="product", validate="many_to_one")
joined["value"] = joined["amount"] * joined["price"]
print(list(joined.groupby("product")[["amount", "value"]].sum().itertuples(name=None)))
table = sales.pivot_table(index="product", columns="region", values="amount", aggfunc="sum", fill_value=0)
print(table.to_dict("list"))

sales.to_csv("report.csv", index=False)
print(pd.read_csv("report.csv", parse_dates=["day"]).equals(sales))
sales.to_json("report.json", orient="table", index=False)
again = pd.read_json("report.json", orient="table")
print(again.drop(columns="day").equals(sales.drop(columns="day")))
with pd.ExcelWriter("report.xlsx") as writer:
    table.to_excel(writer, sheet_name="Pivot")
    sales.to_excel(writer, sheet_name="Sales", index=False)
sheets = pd.read_excel("report.xlsx", sheet_name=None)
print(sheets["Sales"]["amount"].tolist() == sales["amount"].tolist(), sorted(sheets))
monthly = sales.set_index("day").resample("MS")["amount"].sum()
print({moment.strftime("%Y-%m"): int(amount) for moment, amount in monthly.items()})
